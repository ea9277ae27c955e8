import { sql } from 'kysely';
import type { SlotKind } from '../domain/slots.ts';
import type { Db } from '../platform/db/client.ts';
import type { DeliveryCounts, EditionKind, EditionState } from '../domain/states.ts';
import { countLeft } from '../readers/growth.ts';
import { loadClicks, loadSlotClicks } from './clicks/clickCounts.ts';
import type { LoadedEdition } from './load.ts';
import { loadDomains, loadTimes, type DeliveryTimes } from './sendSummary.ts';
import type { DomainCounts } from './counts.ts';
import { countDeliveries, countFeedback } from './status.ts';

/**
 * The results of one send. `left`: readers who left from its start to the newsletter's next edition, a week at most.
 */
export type SendResult = {
  deliveries: DeliveryCounts;
  bounced: number;
  complained: number;
  left: number;
};

/** The link of a story, as counted. */
export type StoryClicks = { position: number; headline: string; clicks: number; scans: number };

/** The results of an edition's latest send. `clicks`: null where the mails have no counted links. */
export type EditionResults = SendResult & {
  readers: number;
  times: DeliveryTimes | null;
  domains: DomainCounts[];
  clicks: StoryClicks[] | null;
  /** The links of the sponsor's slot and the house notice, as counted. */
  slotClicks: { slot: SlotKind; text: string; clicks: number; scans: number }[];
};

/** One edition of a list of results. */
export type EditionResult = SendResult & {
  id: number;
  date: string;
  kind: EditionKind;
  state: EditionState;
  subject: string;
  isRehearsal: boolean;
  /** Seconds until half of the messages were accepted; null while none is, or before the send was summed up. */
  half: number | null;
};

const WEEK_MS = 7 * 24 * 60 * 60_000;
const NO_FEEDBACK = { bounces: 0, complaints: 0 };

export function readersOf(deliveries: DeliveryCounts): number {
  return Object.values(deliveries).reduce((sum, count) => sum + count, 0);
}

/** When the newsletter's next send after `startedAt` started; a week later if there is none yet. */
async function nextStart(db: Db, newsletterId: number, startedAt: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(started_at) as at from editions
    where newsletter_id = ${newsletterId} and started_at > ${startedAt} and not is_rehearsal and kind <> 'correction'`.execute(
    db,
  );
  return new Date(Math.min(rows[0]?.at?.getTime() ?? Infinity, startedAt.getTime() + WEEK_MS));
}

type Started = { id: number; newsletterId: number; startedAt: Date | null; isRehearsal: boolean };

async function loadSend(db: Db, { id, newsletterId, startedAt, isRehearsal }: Started): Promise<SendResult> {
  const deliveries = await countDeliveries(db, id, isRehearsal);
  // Bounces, complaints and opt-outs are counted only for sends to readers.
  const feedback = isRehearsal ? NO_FEEDBACK : await countFeedback({ db }, id);
  const left =
    isRehearsal || startedAt === null
      ? 0
      : await countLeft({ db }, newsletterId, { from: startedAt, until: await nextStart(db, newsletterId, startedAt) });
  return { deliveries, bounced: feedback.bounces, complained: feedback.complaints, left };
}

/** The results of an edition's latest send. Reads kept counts: at any number of readers a few milliseconds. */
export async function loadResults(
  { db }: { db: Db },
  { edition, stories, slots }: LoadedEdition,
): Promise<EditionResults> {
  const send = await loadSend(db, {
    id: edition.id,
    newsletterId: edition.newsletter_id,
    startedAt: edition.started_at,
    isRehearsal: edition.is_rehearsal,
  });
  const readers = readersOf(send.deliveries);
  const followed = await loadClicks({ db }, edition.id);
  const ofSlots = await loadSlotClicks({ db }, edition.id);
  const headlineAt = (position: number): string =>
    stories.find((story) => story.position === position)?.headline ?? `Story ${position}`;
  return {
    ...send,
    readers,
    times: await loadTimes({ db }, edition, readers),
    domains: await loadDomains({ db }, edition, readers),
    clicks:
      followed.size === 0
        ? null
        : [...followed].map(([position, { clicks, scans }]) => ({
            position,
            headline: headlineAt(position),
            clicks,
            scans,
          })),
    slotClicks: [...ofSlots].map(([slot, { clicks, scans }]) => ({
      slot,
      text: slots[slot]?.text ?? '',
      clicks,
      scans,
    })),
  };
}

/** The results of a newsletter's editions dated `since` or later, newest first. */
export async function listResults(
  { db }: { db: Db },
  newsletterId: number,
  { since, limit }: { since: string; limit: number },
): Promise<EditionResult[]> {
  const { rows } = await sql<Omit<EditionResult, keyof SendResult> & { startedAt: Date }>`
    select e.id, e.date, e.kind, e.state, e.subject, e.is_rehearsal as "isRehearsal", e.started_at as "startedAt",
      (s.times ->> 'half')::float8 as half
    from editions e left join send_summaries s on s.edition_id = e.id and s.is_rehearsal = e.is_rehearsal
    where e.newsletter_id = ${newsletterId} and e.date >= ${since}::date and e.started_at is not null
    order by e.started_at desc limit ${limit}`.execute(db);
  const results: EditionResult[] = [];
  for (const { startedAt, ...row } of rows)
    results.push({ ...row, ...(await loadSend(db, { ...row, newsletterId, startedAt })) });
  return results;
}
