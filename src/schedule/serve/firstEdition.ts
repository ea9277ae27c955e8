import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../platform/db/client.ts';
import { draftEdition } from '../../newsroom/draft.ts';
import { triggerSend } from '../../editions/control.ts';
import { editionStatus } from '../../editions/status.ts';
import { ingestNewsletter } from '../../newsroom/ingest/ingest.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import type { Runtime } from '../../platform/runtime.ts';

type Shown = { slug: string; date: string };
type Say = (line: string) => void;

const SEND_TIMEOUT_MS = 60_000;

/** The sample newsletter and its latest edition that was sent (null: none yet). */
async function findSample(db: Db): Promise<{ newsletter: Newsletter; latest: Shown | null } | null> {
  const newsletter = await db.selectFrom('newsletters').selectAll().where('is_sample', '=', true).executeTakeFirst();
  if (!newsletter) return null;
  const edition = await db
    .selectFrom('editions')
    .select('date')
    .where('newsletter_id', '=', newsletter.id)
    .where('state', '<>', 'draft')
    .orderBy('date', 'desc')
    .executeTakeFirst();
  return { newsletter, latest: edition ? { slug: newsletter.slug, date: edition.date } : null };
}

async function countItems(db: Db, newsletterId: number): Promise<number> {
  const { count } = await db
    .selectFrom('items')
    .innerJoin('outlets', 'outlets.id', 'items.outlet_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('outlets.newsletter_id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Shows a new user the whole flow: ingest, rank, compose, render and send the first edition of the sample newsletter,
 * with one line for each stage. Does nothing if there is no sample newsletter, or if it already has an edition.
 * Renderer
 * and mailer work in their own processes, or in `onTriggered`. Returns the edition to show.
 */
export async function makeFirstEdition(
  runtime: Runtime,
  say: Say,
  onTriggered: (editionId: number) => Promise<void> = async () => undefined,
): Promise<Shown | null> {
  const sample = await findSample(runtime.db);
  if (!sample || sample.latest) return sample?.latest ?? null;
  const { newsletter } = sample;
  const step = (stage: string, text: string): void => say(`  ${stage.padEnd(8)} ${text}`);

  const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
  const outlets = await ingestNewsletter(deps, newsletter.id);
  const read = outlets.filter((outlet) => outlet.status !== 'failed');
  // Counted in the database, because the newsroom process may have fetched some items first.
  step('ingest', `${await countItems(runtime.db, newsletter.id)} items from ${read.length} outlets`);
  for (const outlet of outlets)
    if (outlet.status === 'failed') step('', `${outlet.outlet} could not be read: ${outlet.errorMessage}`);

  const { ranked, edition } = await draftEdition(deps, { newsletterId: newsletter.id });
  step('rank', `${ranked.items} items report ${ranked.stories} events`);
  step('compose', `edition ${edition.id}, ${edition.stories.length} stories: ${edition.subject}`);
  if (edition.flag) {
    step('', `not sent: ${edition.flagDetail}`);
    return null;
  }
  await triggerSend(runtime, { editionId: edition.id, actor: 'first start', isRehearsal: true });
  await Promise.all([watchSend(runtime.db, edition.id, step), onTriggered(edition.id)]);
  return { slug: newsletter.slug, date: edition.date };
}

async function watchSend(db: Db, editionId: number, step: (stage: string, text: string) => void): Promise<void> {
  let isRendered = false;
  for (const deadline = performance.now() + SEND_TIMEOUT_MS; performance.now() < deadline; await sleep(100)) {
    const status = await editionStatus({ db }, editionId);
    if (!isRendered && status.startedAt) {
      const digest = await db
        .selectFrom('digests')
        .select(({ fn }) => fn<number>('length', ['message']).as('bytes'))
        .where('edition_id', '=', editionId)
        .where('is_own', '=', true)
        .executeTakeFirst();
      step('render', `one message for all readers, ${Math.round((digest?.bytes ?? 0) / 1024)} KB`);
      isRendered = true;
    }
    if (status.state === 'submitted') {
      const { submitted, ...others } = status.deliveries;
      const rest = Object.values(others).reduce((sum, count) => sum + count, 0);
      step('send', `${submitted} messages in the built-in inbox${rest > 0 ? `, ${rest} not sent` : ''} (a rehearsal)`);
      return;
    }
    if (status.flag) return step('send', `stopped: ${status.flagDetail}`);
  }
  step('send', 'still being sent; "reveille status" shows the progress');
}
