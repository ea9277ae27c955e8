import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { isAnyOf, MAILED, RECEIVED, STARTABLE } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { checkNote, isMistake } from './fix.ts';
import { isLedgerGone } from './ledgerCounts.ts';
import { loadEdition, type LoadedEdition } from './load.ts';
import { countAudience } from './status.ts';
import { buildPreheader, buildSubject, flattenText, nameOfDay } from './text.ts';
import { findWordsFaults } from './words.ts';

/** `subject`, `note`: a person's words; without them, those of the proposal. An empty note is no note if `subject` is given. */
type CorrectOrder = { editionId: number; actor: string; subject?: string; note?: string; beforeRevision?: number };
type Fix = { position: number; revision: number; note: string };

const refuse = (message: string): ReveilleError => new ReveilleError('EDITION_STATE', message);

/**
 * Counts the readers who got, or may have got, a revision below `before`, and are still subscribed and not suppressed.
 */
async function countEarlier(
  db: Db,
  { editionId, isRehearsal, before }: { editionId: number; isRehearsal: boolean; before: number },
): Promise<{ readers: number; lowest: number | null; inFlight: number }> {
  const { rows } = await sql<{ readers: number; lowest: number | null; inFlight: number }>`
    select count(*) filter (where d.state = any(${RECEIVED}::text[])) as readers,
           min(d.revision) filter (where d.state = any(${RECEIVED}::text[])) as lowest,
           count(*) filter (where d.state = 'submitting') as "inFlight"
    from editions e
    join deliveries d on d.edition_id = e.id and d.is_rehearsal = ${isRehearsal}::boolean
    join subscriptions s on s.subscriber_id = d.subscriber_id and s.newsletter_id = e.newsletter_id
    join subscribers p on p.id = d.subscriber_id
    where e.id = ${editionId} and d.edition_id = ${editionId} and d.revision < ${before}
      and (d.state = any(${RECEIVED}::text[]) or (d.state = 'submitting' and d.data_at is not null))
      and s.status = 'active'
      and not exists (select from suppressions x where x.address_hash = p.address_hash)`.execute(db);
  return rows[0]!;
}

/** How many readers a send of this edition would reach now. For a correction: the readers of the earlier text. */
export async function countReaders(
  { db }: { db: Db },
  { edition }: Pick<LoadedEdition, 'edition'>,
  { isRehearsal }: { isRehearsal: boolean },
): Promise<number> {
  const { corrects_edition_id: corrected, corrects_before_revision: before } = edition;
  if (corrected === null || before === null)
    return countAudience({ db }, { newsletterId: edition.newsletter_id, ...edition }, { isRehearsal });
  return (await countEarlier(db, { editionId: corrected, isRehearsal, before })).readers;
}

/** The corrections of an edition, without cancelled ones. `sentBefore`: up to which revision readers were informed. */
async function loadCorrections(
  tx: Tx,
  editionId: number,
): Promise<{ unsent: number | null; sent: number | null; sentBefore: number }> {
  const { rows } = await sql<{ unsent: number | null; sent: number | null; sentBefore: number }>`
    select max(id) filter (where state = any(${STARTABLE}::text[])) as unsent,
           max(id) filter (where not state = any(${STARTABLE}::text[])) as sent,
           coalesce(max(corrects_before_revision) filter (where not state = any(${STARTABLE}::text[])), 0)
             as "sentBefore"
    from editions where corrects_edition_id = ${editionId} and state <> 'cancelled'`.execute(tx);
  return rows[0]!;
}

/**
 * Determines what is corrected, and for whom. Throws EDITION_STATE if there is nothing to correct, or it is too early.
 */
async function planCorrection(tx: Tx, { edition }: LoadedEdition, beforeRevision: number | undefined) {
  const { id: editionId, is_rehearsal: isRehearsal, state } = edition;
  if (!isAnyOf(MAILED, state))
    throw refuse(`Edition ${editionId} is ${state} and has no readers yet. "fix" changes it.`);
  if (await isLedgerGone(tx, editionId))
    throw refuse(
      `The deliveries of edition ${editionId} were removed because they are old, so nobody can be told who got which text.`,
    );
  const fixes: Fix[] = await tx
    .selectFrom('edition_fixes')
    .select(['position', 'revision', 'note'])
    .where('edition_id', '=', editionId)
    .where(isMistake)
    .orderBy('id')
    .execute();
  if (fixes.length === 0) throw refuse(`Edition ${editionId} has no fixes. Fix a story, then correct the edition.`);
  // Fixes that wait to be rendered count too: readers who have the edition have an earlier revision.
  const latest = Math.max(...fixes.map((fix) => fix.revision));
  const before = beforeRevision ?? latest;
  if (before < 1 || before > Math.max(latest, edition.revision))
    throw refuse(`Edition ${editionId} has no revision ${before}.`);
  const { readers, lowest, inFlight } = await countEarlier(tx, { editionId, isRehearsal, before });
  const goesOn = state === 'submitting' || state === 'paused';
  if (inFlight > 0 || (goesOn && edition.revision < before))
    throw refuse(
      edition.next_revision === null && edition.revision < before
        ? `The fix of edition ${editionId} could not be rendered, and its send continues with the earlier text. Repair the fix first.`
        : `Edition ${editionId} is still being sent with the earlier text. Try again in a moment.`,
    );
  const earlier = await loadCorrections(tx, editionId);
  if (earlier.sent !== null && earlier.sentBefore >= before)
    throw new ReveilleError('CONFLICT', `Edition ${editionId} was already corrected by edition ${earlier.sent}.`);
  if (readers === 0 || lowest === null)
    throw refuse(`Edition ${editionId} has no readers of an earlier text, so there is nobody to correct it for.`);
  // A correction omits what all readers have, or were told before.
  const told = Math.max(lowest, earlier.sentBefore);
  return { before, readers, unsent: earlier.unsent, fixes: fixes.filter((fix) => fix.revision > told) };
}

/** Saves the correction's row: the existing unsent one, otherwise a new one. Null: it was sent at this moment. */
async function saveRow(
  tx: Tx,
  { edition }: LoadedEdition,
  unsent: number | null,
  content: { subject: string; subjectBy: string | null; preheader: string; note: string; before: number; at: Date },
): Promise<number> {
  const { subject, subjectBy, preheader, note, before, at } = content;
  if (unsent !== null) {
    const { rows } = await sql<{ id: number }>`
      update editions
      set state = 'approved', subject = ${subject}, subject_by = ${subjectBy},
          preheader = case when preheader_by is null then ${preheader} else preheader end, note = ${note}, flag = null,
          flag_detail = null, corrects_before_revision = ${before}, revision = revision + 1, next_revision = null,
          is_rehearsal = ${edition.is_rehearsal}
      where id = ${unsent} and state = any(${STARTABLE}::text[])
      returning id`.execute(tx);
    if (rows[0]) return rows[0].id;
    throw new ReveilleError('CONFLICT', `Edition ${edition.id} is already being corrected by edition ${unsent}.`);
  }
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, kind, number, state, subject, subject_by, preheader, note, is_rehearsal,
      composed_at, approved_at, corrects_edition_id, corrects_before_revision, slots)
    select e.newsletter_id, e.date, 'correction',
      1 + coalesce((select max(o.number) from editions o
        where o.newsletter_id = e.newsletter_id and o.date = e.date and o.kind = 'correction'), 0),
      'approved', ${subject}, ${subjectBy}::text, ${preheader}, ${note}, e.is_rehearsal,
      ${at}::timestamptz, ${at}::timestamptz, e.id, ${before}::integer,
      jsonb_set(e.slots, '{mostRead}', '[]')
    from editions e where e.id = ${edition.id}
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** Copies the fixed stories, in their current text and order. */
async function copyStories(tx: Tx, from: number, to: number, positions: number[]): Promise<void> {
  await sql`delete from edition_stories where edition_id = ${to}`.execute(tx);
  await sql`
    insert into edition_stories (edition_id, position, story_id, item_id, url, headline, summary, outlet_name, is_own,
      byline, dateline, agency, copyright, language, image, published_at, item_count, also_reported_by, score, reasons)
    select ${to}::integer, row_number() over (order by position), story_id, item_id, url, headline, summary,
      outlet_name, is_own, byline, dateline, agency, copyright, language, image, published_at, item_count, also_reported_by,
      score, reasons
    from edition_stories where edition_id = ${from} and position = any(${positions}::integer[])`.execute(tx);
}

type Plan = Awaited<ReturnType<typeof planCorrection>>;

/** The words that the program writes for a correction, and the places of its stories. */
function writeWords({ newsletter, edition, stories }: LoadedEdition, { fixes }: Plan) {
  const positions = [...new Set(fixes.map((fix) => fix.position))];
  const corrected = stories.filter((story) => positions.includes(story.position));
  return {
    positions,
    headlines: corrected.map(({ headline }) => headline),
    subject: buildSubject(corrected, newsletter.language, newsletter.name, 'correction'),
    preheader: buildPreheader(corrected, newsletter.language, nameOfDay(newsletter, edition.date)),
    note: [...new Set(fixes.map((fix) => fix.note).filter(Boolean))].join('\n'),
  };
}

/** The subject and note of an unsent correction as a person left them. */
async function loadUnsent(db: Db, { unsent }: Plan) {
  if (unsent === null) return null;
  const row = await db
    .selectFrom('editions')
    .select(['subject', 'subject_by', 'note'])
    .where('id', '=', unsent)
    .executeTakeFirstOrThrow();
  return { subject: row.subject, isOwnSubject: row.subject_by !== null, note: row.note };
}

/** A correction before it is made. `unsent`: the edition that holds it already, with the words that a person gave it. */
export type CorrectionProposal = {
  subject: string;
  note: string;
  headlines: string[];
  readers: number;
  unsent: number | null;
};

/**
 * Proposes the words of an edition's correction and says whom it would reach, without changing anything. Throws
 * EDITION_STATE, CONFLICT or NOT_FOUND, as correctEdition does.
 */
export async function proposeCorrection({ db }: { db: Db }, editionId: number): Promise<CorrectionProposal> {
  return db.transaction().execute(async (tx) => {
    const loaded = await loadEdition({ db: tx }, editionId);
    if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
    const plan = await planCorrection(tx, loaded, undefined);
    const { subject, note, headlines } = writeWords(loaded, plan);
    const given = await loadUnsent(tx, plan);
    return {
      subject: given?.isOwnSubject ? given.subject : subject,
      note: given === null ? note : given.note,
      headlines,
      readers: plan.readers,
      unsent: plan.unsent,
    };
  });
}

/** A correction's subject: what a person gave, or gave an unsent one before; else the program's. */
async function chooseSubject(tx: Tx, plan: Plan, proposed: string, { subject, actor }: CorrectOrder) {
  const given = flattenText(subject ?? '');
  if (given !== '') return { subject: given, subjectBy: given === proposed ? null : actor };
  const before = subject === undefined ? await loadUnsent(tx, plan) : null;
  return before?.isOwnSubject ? { subject: before.subject, subjectBy: actor } : { subject: proposed, subjectBy: null };
}

/**
 * Creates the edition that corrects another one. It has the fixed stories, and its readers are those who got (or may
 * have got) a revision below `beforeRevision` and are still subscribed. The default is the revision of the latest fix.
 * The correction is `approved`, and triggerSend sends it. An existing unsent correction is updated instead. Two
 * concurrent calls create one. Throws EDITION_STATE (no fix, no reader of an earlier text, or that text is still being
 * sent), CONFLICT (corrected already), INVALID_INPUT or NOT_FOUND.
 */
export async function correctEdition(
  { db, now }: { db: Db; now: () => Date },
  order: CorrectOrder,
): Promise<{ editionId: number; readers: number }> {
  const { editionId, actor, note, beforeRevision } = order;
  const [fault] = findWordsFaults(order.subject === undefined ? {} : { subject: order.subject });
  if (fault) throw new ReveilleError('INVALID_INPUT', fault.message);
  const given = checkNote(note).replaceAll('\r\n', '\n');
  return db.transaction().execute(async (tx) => {
    // Locks the newsletter's row, so that corrections of two editions of one day get different numbers.
    await sql`
      select from editions e join newsletters n on n.id = e.newsletter_id where e.id = ${editionId}
      for no key update of e, n`.execute(tx);
    const loaded = await loadEdition({ db: tx }, editionId);
    if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
    const plan = await planCorrection(tx, loaded, beforeRevision);
    const { before, readers, unsent } = plan;
    const { positions, ...words } = writeWords(loaded, plan);
    const isWritten = order.subject !== undefined && note !== undefined;
    const id = await saveRow(tx, loaded, unsent, {
      ...(await chooseSubject(tx, plan, words.subject, order)),
      preheader: words.preheader,
      note: isWritten ? given : given || words.note,
      before,
      at: now(),
    });
    await copyStories(tx, editionId, id, positions);
    await recordAudit(tx, { actor, action: 'correct', editionId, detail: { correction: id, before, readers } });
    return { editionId: id, readers };
  });
}
