import type { Db, Tx } from '../db/client.ts';
import type { EditionKind, EditionState } from '../domain/states.ts';
import { buildPreheader, buildSubject } from '../editions/text.ts';
import { ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { chooseStories } from './choose.ts';
import { judgeStoryCount } from './flag.ts';
import { loadCandidates, loadEdition, loadStoryItems, lockEdition, replaceStories } from './rows.ts';
import type { EditionKey, LockedEdition } from './rows.ts';
import { buildSnapshot } from './snapshot.ts';

export { applyChange, recheckEdition } from './recheck.ts';

/** An edition as composed. `date` is YYYY-MM-DD; `newsletter` its slug; `items` how many items report the story. */
export type ComposedEdition = {
  id: number;
  newsletter: string;
  date: string;
  state: EditionState;
  subject: string;
  preheader: string;
  flag: string | null;
  flagDetail: string | null;
  stories: ComposedStory[];
};

export type ComposedStory = {
  position: number;
  title: string;
  url: string;
  outlet: string;
  items: number;
  score: number;
  reasons: string[];
};

type Newsletter = {
  id: number;
  name: string;
  slug: string;
  language: string;
  zone: string;
  story_count: number;
  min_stories: number;
};

/** Today in an IANA zone, as YYYY-MM-DD. */
function dateIn(zone: string, now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Throws INVALID_INPUT where the text is no day of the calendar. */
function assertDate(date: string): void {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(date) && Temporal.PlainDate.from(date, { overflow: 'reject' })) return;
  } catch (cause) {
    throw new ReveilleError('INVALID_INPUT', `${date} is not a day of the calendar.`, { cause });
  }
  throw new ReveilleError('INVALID_INPUT', `"${date}" is not a date; write it as in 2026-01-31.`);
}

async function fillDraft(tx: Tx, newsletter: Newsletter, key: EditionKey, edition: LockedEdition, now: Date) {
  const candidates = await loadCandidates(tx, key, edition.id, now);
  const chosen = chooseStories(candidates, newsletter.story_count);
  const items = await loadStoryItems(
    tx,
    chosen.map(({ storyId }) => storyId),
  );
  const stories = chosen.flatMap((story) => buildSnapshot(story, items.get(story.storyId) ?? []) ?? []);
  const hasChanged = await replaceStories(tx, edition.id, stories);
  const headlines = stories.map(({ headline }) => headline);
  await tx
    .updateTable('editions')
    .set((eb) => ({
      subject: buildSubject(headlines, newsletter.language, newsletter.name),
      preheader: buildPreheader(headlines),
      // What was rendered of an earlier choice must not pass for this one.
      revision: hasChanged
        ? eb
            .case()
            .when('composed_at', 'is', null)
            .then(eb.ref('revision'))
            .else(eb('revision', '+', 1))
            .end()
        : eb.ref('revision'),
      composed_at: now,
      ...judgeStoryCount(edition, stories.length, newsletter),
    }))
    .where('id', '=', edition.id)
    .where('state', '=', 'draft')
    .execute();
  return stories.length;
}

/**
 * Composes an edition from the ranked stories: makes its row once for (newsletter, date, kind, number), and chooses
 * the stories afresh for as long as it is a draft; later it is returned as it is. `date` defaults to today in the
 * newsletter's zone; `dueAt` is stored where given. Too few stories keep the draft and flag it (no_stories,
 * too_few_stories). Two composes at once take turns and end alike. Throws NOT_FOUND, INVALID_INPUT.
 */
export async function composeEdition(
  { db, log, now }: { db: Db; log: Log; now: () => Date },
  args: { newsletterId: number; date?: string; kind?: EditionKind; number?: number; dueAt?: Date | null },
): Promise<ComposedEdition> {
  const at = now();
  const editionId = await db.transaction().execute(async (tx) => {
    const newsletter = await tx
      .selectFrom('newsletters')
      .select(['id', 'slug', 'name', 'language', 'zone', 'story_count', 'min_stories'])
      .where('id', '=', args.newsletterId)
      .executeTakeFirst();
    if (newsletter === undefined) throw new ReveilleError('NOT_FOUND', `There is no newsletter ${args.newsletterId}.`);
    const date = args.date ?? dateIn(newsletter.zone, at);
    assertDate(date);
    const key = { newsletterId: newsletter.id, date, kind: args.kind ?? 'daily', number: args.number ?? 1 };
    const edition = await lockEdition(tx, key);
    if (edition.state !== 'draft') return edition.id;
    if (args.dueAt) await tx.updateTable('editions').set({ due_at: args.dueAt }).where('id', '=', edition.id).execute();
    const stories = await fillDraft(tx, newsletter, key, edition, at);
    log.info({ newsletter: newsletter.slug, edition: edition.id, date, stories }, 'the edition was composed');
    return edition.id;
  });
  return loadComposedEdition({ db }, editionId);
}

/** An edition as it stands, with its stories in order. Throws NOT_FOUND. */
export async function loadComposedEdition({ db }: { db: Db }, editionId: number): Promise<ComposedEdition> {
  const edition = await loadEdition(db, editionId);
  if (edition === undefined) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const stories = await db
    .selectFrom('edition_stories')
    .select([
      'position',
      'headline as title',
      'url',
      'outlet_name as outlet',
      'item_count as items',
      'score',
      'reasons',
    ])
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute();
  const { slug, ...rest } = edition;
  return { ...rest, newsletter: slug, stories };
}
