import { findLastAct, listActs } from '../../../editions/acts.ts';
import { isUndoable } from '../../../editions/undo.ts';
import { listTestCopies } from '../../../editions/testCopy.ts';
import { loadApproval } from '../../../editions/approval.ts';
import { loadClicks } from '../../../editions/clicks/clickCounts.ts';
import { isAnyOf, MAILED, STARTABLE } from '../../../domain/states.ts';
import { countReaders } from '../../../editions/correct.ts';
import { countCopies, isMistake } from '../../../editions/fix.ts';
import { audienceCheck } from '../../../editions/guard.ts';
import { listStandbys, type Edition, type LoadedEdition } from '../../../editions/load.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import type { Variant } from '../../../editions/variants.ts';
import { whyNotSendable } from '../../../editions/newsletters/identity.ts';
import { isOffSchedule } from '../../../editions/nextDue.ts';
import { countFeedback } from '../../../editions/status.ts';
import { loadVotes } from '../../../editions/votes.ts';
import { listWaves } from '../../../editions/waves.ts';
import { loadPictureFaults } from '../../../newsroom/pictures/loadPictures.ts';
import { listChangedCopy } from '../../../newsroom/changedCopy.ts';
import { listWithdrawals } from '../../../newsroom/withdrawals.ts';
import type { DeskEdition, Fix } from './deskEdition.ts';
import type { Staff, Web } from '../../web.ts';

const HISTORY = 100;

function listFixes({ db }: Web, editionId: number): Promise<Fix[]> {
  return db
    .selectFrom('edition_fixes')
    .selectAll()
    .where('edition_id', '=', editionId)
    .orderBy('id', 'desc')
    .limit(HISTORY)
    .execute();
}

/** The revision of the latest fix that readers may want to be told of, or null. */
async function latestFix({ db }: Web, editionId: number): Promise<number | null> {
  const row = await db
    .selectFrom('edition_fixes')
    .select(({ fn }) => fn.max('revision').as('revision'))
    .where('edition_id', '=', editionId)
    .where(isMistake)
    .executeTakeFirst();
  return row?.revision ?? null;
}

/** How many readers a correction would reach now: those who got a text from before staff's latest fix. */
export async function countToCorrect(web: Web, edition: Edition): Promise<number> {
  const before = isAnyOf(MAILED, edition.state) ? await latestFix(web, edition.id) : null;
  if (before === null) return 0;
  const correction = { ...edition, corrects_edition_id: edition.id, corrects_before_revision: before };
  return countReaders(web, { edition: correction }, { isRehearsal: edition.is_rehearsal });
}

async function loadCorrections({ db }: Web, editionId: number) {
  return db
    .selectFrom('editions')
    .select(['id', 'state', 'subject', 'corrects_before_revision as before'])
    .where('corrects_edition_id', '=', editionId)
    .orderBy('id', 'desc')
    .execute();
}

async function loadFixes(web: Web, { edition }: LoadedEdition) {
  const [fixes, corrections] = await Promise.all([listFixes(web, edition.id), loadCorrections(web, edition.id)]);
  const latest = await latestFix(web, edition.id);
  const isCorrected = corrections.some(
    ({ state, before }) => !isAnyOf(STARTABLE, state) && state !== 'cancelled' && (before ?? 0) >= (latest ?? 0),
  );
  return {
    fixes,
    corrections,
    copies: latest === null || !edition.started_at ? null : await countCopies(web, edition.id, latest),
    toCorrect: isCorrected || edition.kind === 'correction' ? null : await countToCorrect(web, edition),
  };
}

async function loadChoosing(web: Web, { edition }: LoadedEdition) {
  const [standbys, picks] = await Promise.all([
    listStandbys(web, edition.id),
    web.db.selectFrom('edition_picks').selectAll().where('edition_id', '=', edition.id).orderBy('story_id').execute(),
  ]);
  const excluded = await web.db
    .selectFrom('edition_picks as p')
    .innerJoin('stories as s', 's.id', 'p.story_id')
    .innerJoin('items as i', 'i.id', 's.lead_item_id')
    .select(['s.id as storyId', 'i.title as headline'])
    .where('p.edition_id', '=', edition.id)
    .where('p.is_excluded', '=', true)
    .orderBy('s.id')
    .execute();
  return { standbys, picks, excluded };
}

async function loadAudience(web: Web, loaded: LoadedEdition, isRehearsal: boolean): Promise<DeskEdition['audience']> {
  const readers = await countReaders(web, loaded, { isRehearsal });
  if (isRehearsal) return { readers, median: null, isUnusual: false };
  return { readers, ...(await audienceCheck(web, loaded.edition.id, readers)) };
}

/** The digest that was rendered last, in the newsletter's own variant or another; for columns to be selected of. */
export function latestDigest({ db }: Web, editionId: number, variant: Variant | null = null) {
  return db
    .selectFrom('digests')
    .where('edition_id', '=', editionId)
    .where((where) => where.and(variant === null ? { is_own: true } : variant))
    .orderBy('rendered_at', 'desc')
    .limit(1);
}

/** How many of the last stories the mail has no room for, as it was last rendered. */
async function countDropped(web: Web, { edition }: LoadedEdition): Promise<number> {
  const digest = await latestDigest(web, edition.id).select('dropped_stories').executeTakeFirst();
  return digest?.dropped_stories ?? 0;
}

type ViewOrder = {
  progress: SendProgress;
  isStill: boolean;
  /** The checks, which render the mail in every format, are left for another request. */
  isQuick: boolean;
  staff: Staff;
  /** The last change that this person has seen; null if they open the edition for the first time. */
  seenAct: number | null;
};

async function loadActs(web: Web, edition: Edition, { staff, seenAct }: Pick<ViewOrder, 'staff' | 'seenAct'>) {
  const [acts, last] = await Promise.all([listActs(web, edition.id), findLastAct(web.db, edition.id, staff.name)]);
  const seen = seenAct ?? acts[0]?.id ?? 0;
  return {
    acts,
    lastAct: last && isUndoable(edition, last) ? { id: last.id, said: last.said, at: last.at } : null,
    news: acts.filter(({ id, actor }) => id > seen && actor !== staff.name),
    seenAct: seen,
  };
}

async function loadTests(web: Web, editionId: number, staff: Staff) {
  const [testCopies, account] = await Promise.all([
    listTestCopies(web, editionId),
    web.db.selectFrom('staff').select('email').where('id', '=', staff.id).executeTakeFirst(),
  ]);
  return { testCopies, testCopyTo: account?.email ?? '', hasRelay: web.config.relays.length > 0 };
}

/** Reads all that an edition's page shows besides its figures. */
export async function loadView(
  web: Web,
  loaded: LoadedEdition,
  { progress, isStill, isQuick, staff, seenAct }: ViewOrder,
): Promise<DeskEdition> {
  const { edition } = loaded;
  const isRehearsal = edition.kind === 'correction' ? edition.is_rehearsal : web.config.relays.length === 0;
  const isRehearsed = edition.state === 'submitted' && edition.is_rehearsal && !isRehearsal;
  const isOpen = (isAnyOf(STARTABLE, edition.state) || isRehearsed) && loaded.stories.length > 0;
  const [
    waves,
    clicks,
    fixes,
    audience,
    choosing,
    droppedStories,
    pictureFaults,
    feedback,
    approval,
    votes,
    acts,
    tests,
    offSchedule,
    withdrawals,
    changedAtOutlet,
    checks,
  ] = await Promise.all([
    listWaves(web, edition.id),
    loadClicks(web, edition.id),
    loadFixes(web, loaded),
    loadAudience(web, loaded, isRehearsal),
    loadChoosing(web, loaded),
    countDropped(web, loaded),
    loadPictureFaults(web, edition.id),
    countFeedback(web, edition.id),
    loadApproval(web.db, edition.id),
    loadVotes(web, edition.id),
    loadActs(web, edition, { staff, seenAct }),
    loadTests(web, edition.id, staff),
    isOffSchedule(web, loaded.newsletter, edition),
    listWithdrawals(web, edition),
    listChangedCopy(web.db, edition.id),
    isOpen && !isQuick ? web.checks(loaded) : null,
  ]);
  return {
    ...loaded,
    ...fixes,
    ...choosing,
    ...acts,
    ...tests,
    progress,
    audience,
    isRehearsal,
    waves,
    isOffSchedule: offSchedule,
    clicks,
    droppedStories,
    checks,
    isChecking: isOpen && isQuick,
    blocked: isRehearsal ? null : whyNotSendable(loaded.newsletter, web.config.relays),
    pictureFaults,
    feedback,
    isStill,
    // the edition is there: it was loaded
    approval: approval!,
    withdrawals,
    changedAtOutlet,
    votes,
    now: web.now(),
  };
}
