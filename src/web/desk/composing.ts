import type { Edition } from '../../editions/load.ts';
import { formatClock } from '../markup/dates.ts';
import { html, type Html } from '../markup/html.ts';
import type { Web } from '../web.ts';

/** A request to compose today's edition. `isDone`: the draft was composed since. */
export type Composing = { by: string; at: Date; isDone: boolean; isSlow: boolean };

// Composing reads pages and pictures of new stories; longer than this, something is wrong.
const SLOW_MS = 5 * 60_000;
const SHOWN_MS = 60 * 60_000;

/** The latest request to compose today's edition in the last hour, and whether it is done. Null without one. */
export async function loadComposing(
  { db, now }: Pick<Web, 'db' | 'now'>,
  { newsletterId, today, edition }: { newsletterId: number; today: string; edition: Edition | null },
): Promise<Composing | null> {
  const asked = await db
    .selectFrom('audit_log')
    .select(['actor', 'at', 'detail'])
    .where('newsletter_id', '=', newsletterId)
    .where('action', '=', 'compose')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const ageMs = asked ? now().getTime() - asked.at.getTime() : Infinity;
  if (!asked || asked.detail['date'] !== today || ageMs > SHOWN_MS) return null;
  const composedAt = edition?.composed_at?.toISOString() ?? null;
  const isDone = composedAt !== null && composedAt !== (asked.detail['before'] ?? null);
  return { by: asked.actor, at: asked.at, isDone, isSlow: ageMs > SLOW_MS };
}

/** True while a request to compose has no outcome that the page could show. */
export function isUnderWay(composing: Composing | null): boolean {
  return composing !== null && !composing.isDone && !composing.isSlow;
}

/** What became of the latest request to compose. */
export function composingNotice(composing: Composing | null, edition: Edition | null, zone: string): Html {
  if (!composing) return html``;
  const asked = `${composing.by}, ${formatClock(composing.at, zone)}`;
  if (composing.isDone && edition?.composed_at)
    return html`<p class="notice" role="status">
      Composed at ${formatClock(edition.composed_at, zone)}. <small>${asked}</small>
    </p>`;
  if (composing.isSlow)
    return html`<p class="reason" role="status">
      Composing was asked for (${asked}) and has not finished. “reveille doctor” checks whether the worker runs.
    </p>`;
  return html`<p class="notice" role="status">
    The edition is being composed. This page shows when it is done. <small>${asked}</small>
  </p>`;
}
