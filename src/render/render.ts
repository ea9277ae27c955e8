/** The door of the render stage: from an edition's rows to its mail, encoded once for all its readers. */
import { sql } from 'kysely';
import { saveLinks } from '../editions/clicks/links.ts';
import type { Db } from '../platform/db/client.ts';
import { DIGEST_FORMATS } from '../domain/choices.ts';
import { loadEdition, type LoadedEdition } from '../editions/load.ts';
import { listVariants, ownVariant, variantFor, variantKey, type Choice, type Variant } from '../editions/variants.ts';
import { isReveilleError, messageOf, ReveilleError } from '../domain/errors.ts';
import { formatHeaderDate } from '../wire/message/headers.ts';
import { parseMessageTemplate, spliceMessage } from '../wire/message/template.ts';
import { withShowablePictures } from '../newsroom/pictures/loadPictures.ts';
import { renderWithGood, type GoodDeps } from './goodTemplates.ts';
import { findFit } from './unfit.ts';
import type { Templates } from './templates.ts';
import { buildDigest, isStaffs, type Digest, type DigestOptions, SAMPLE_VALUES } from './digest.ts';
import { isAnyOf, MAILING } from '../domain/states.ts';

export { buildReference } from './reference.ts';
export { renderOutbox } from './outbox.ts';
export type { Digest } from './digest.ts';

type Deps = GoodDeps & {
  now: () => Date;
  /** Without a slash at its end. */
  publicUrl: string;
  /** Where the mail goes to the built-in inbox; what the edition's row says, unless told. */
  isRehearsal?: boolean;
};

async function load(db: Db, editionId: number): Promise<LoadedEdition> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  return { ...loaded, stories: await withShowablePictures({ db }, loaded.stories) };
}

/** Why a person should look at an edition that goes out all the same. */
type Flag = { flag: 'older_templates' | 'story_left_out'; detail: string };
type Built = { digests: Digest[]; flag: Flag | null };

/**
 * The edition in every format and language that some reader has, the newsletter's own first. Templates with a fault
 * are replaced by the latest good ones, and a story that cannot be rendered is left out: `flag` says which.
 */
async function buildDigests(deps: Deps, loaded: LoadedEdition, isRehearsal: boolean): Promise<Built> {
  const variants = await listVariants(deps, loaded.newsletter);
  const buildAll = async (templates: Templates, stories = loaded.stories): Promise<Digest[]> => {
    const digests: Digest[] = [];
    for (const variant of variants)
      digests.push(await buildDigest({ ...deps, templates }, { ...loaded, stories }, { isRehearsal, variant }));
    return digests;
  };
  try {
    const { value, older } = await renderWithGood(deps, (templates) => buildAll(templates));
    const detail = older && `${older.why}. The templates of ${older.goodAt.toISOString()} are used instead.`;
    return { digests: value, flag: detail === null ? null : { flag: 'older_templates', detail } };
  } catch (error) {
    const without = await buildWithoutUnfit(deps, loaded.stories, buildAll).catch(() => null);
    if (!without) throw error;
    return without;
  }
}

async function buildWithoutUnfit(
  deps: Deps,
  stories: LoadedEdition['stories'],
  buildAll: (templates: Templates, stories: LoadedEdition['stories']) => Promise<Digest[]>,
): Promise<Built | null> {
  const { value, older } = await renderWithGood(deps, async (templates) => {
    const fit = await findFit(stories, (some) => buildAll(templates, some));
    if (!fit) throw new ReveilleError('RENDER_FAILED', 'No story can be rendered.');
    return { digests: await buildAll(templates, fit.stories), leftOut: fit.leftOut };
  });
  const templates = older ? ` Templates with a fault are replaced, too: ${older.why}.` : '';
  const detail = `Left out, for it cannot be rendered: ${value.leftOut.join('; ')}.${templates}`;
  return { digests: value.digests, flag: { flag: 'story_left_out', detail } };
}

type Stored = { editionId: number; revision: number; isRehearsal: boolean; own: Variant; at: Date };

/** What is stored already stays. */
async function insertDigest(tx: Db, digest: Digest, stored: Stored): Promise<void> {
  const { variant, subject, preheader, mjml, html, plain, message, droppedStories } = digest;
  await tx
    .insertInto('digests')
    .values({
      edition_id: stored.editionId,
      revision: stored.revision,
      is_rehearsal: stored.isRehearsal,
      ...variant,
      is_own: variantKey(variant) === variantKey(stored.own),
      subject,
      preheader,
      mjml,
      html,
      plain,
      message,
      rendered_at: stored.at,
      dropped_stories: droppedStories,
    })
    .onConflict((conflict) =>
      conflict.columns(['edition_id', 'revision', 'is_rehearsal', 'format', 'language']).doNothing(),
    )
    .execute();
}

/**
 * Stores an edition's digests under the revision that they were rendered for, and makes that the edition's revision
 * where a fix waited for it: all or nothing. False where a later fix overtook it. What may have gone out already
 * stays as it is: a reader's message can be made again from it.
 */
async function saveDigests(
  { db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>,
  loaded: LoadedEdition,
  isRehearsal: boolean,
  { digests, flag }: Built,
): Promise<boolean> {
  const { edition, newsletter } = loaded;
  const revision = edition.next_revision ?? edition.revision;
  const stored = { editionId: edition.id, revision, isRehearsal, own: ownVariant(newsletter), at: now() };
  // What others found counts more.
  const isOurs = sql`(flag is null or flag in ('render_failed', 'older_templates', 'story_left_out'))`;
  if (flag) log.error({ edition: edition.id, ...flag }, 'an edition was rendered otherwise than it should be');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isStarted: boolean }>`
      update editions
      set revision = ${revision}, next_revision = null,
          flag = case when ${isOurs} then ${flag?.flag ?? null} else flag end,
          flag_detail = case when ${isOurs} then ${flag?.detail ?? null} else flag_detail end
      where id = ${edition.id} and revision = ${edition.revision}
        and next_revision is not distinct from ${edition.next_revision}::integer
      returning started_at is not null as "isStarted"`.execute(tx);
    const saved = rows[0];
    if (!saved) return false;
    // Before anything went out, the newsletter's language may have become another one.
    if (!saved.isStarted)
      await tx
        .deleteFrom('digests')
        .where('edition_id', '=', edition.id)
        .where('revision', '=', revision)
        .where('is_rehearsal', '=', isRehearsal)
        .execute();
    await saveLinks({ db: tx }, loaded, { isRehearsal });
    for (const digest of digests) await insertDigest(tx, digest, stored);
    return true;
  });
}

/**
 * Renders an edition in every format and language that some reader has, and stores its digests under (edition,
 * revision, rehearsal, format, language); a fix that waits for its revision gets it here. Rendering again replaces
 * those rows in one transaction, unless the edition's send has begun; when rendering fails, the last good ones stay.
 * Returns the newsletter's own digest. Throws NOT_FOUND, RENDER_FAILED, HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function renderEdition(deps: Deps, editionId: number): Promise<Digest> {
  for (;;) {
    const loaded = await load(deps.db, editionId);
    const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
    const built = await buildDigests(deps, loaded, isRehearsal);
    if (await saveDigests(deps, loaded, isRehearsal, built)) return built.digests[0]!;
  }
}

/**
 * Renders each newsletter's latest edition with the folder's templates, in every format, and stores nothing but that
 * these are good: so that an edition whose templates break later has some to go out with. Never throws.
 */
export async function checkTemplates(deps: Deps): Promise<void> {
  try {
    const { rows } = await sql<{ id: number }>`
      select distinct on (newsletter_id) id from editions e
      where exists (select from edition_stories s where s.edition_id = e.id)
      order by newsletter_id, date desc, id desc`.execute(deps.db);
    for (const { id } of rows) {
      const loaded = await load(deps.db, id);
      const { older } = await renderWithGood(deps, async (templates) => {
        for (const format of DIGEST_FORMATS) {
          const variant = { ...ownVariant(loaded.newsletter), format };
          await buildDigest({ ...deps, templates }, loaded, { isRehearsal: true, variant });
        }
      });
      if (older) deps.log.error({ newsletter: loaded.newsletter.slug, ...older }, 'the templates have a fault');
    }
  } catch (error) {
    deps.log.error({ err: error }, 'the templates could not be checked');
  }
}

/**
 * Renders the revision that a fix of an edition waits for; messages from then on carry it. Where it cannot be
 * rendered, the send goes on with the revision before, and the edition is flagged `render_failed` for a person: the
 * story keeps its new text, and the next fix has it rendered again. Where none waits, the current revision is
 * rendered for formats and languages that nobody had chosen before. Returns the revision, or null where none
 * waits or it could not be rendered. Safe to call any number of times at once.
 */
export async function renderRevision(deps: Deps, editionId: number): Promise<number | null> {
  for (;;) {
    const loaded = await load(deps.db, editionId);
    const { next_revision: revision, is_rehearsal: isRehearsal, state } = loaded.edition;
    if (state === 'cancelled') return null;
    if (revision === null) {
      await addVariants(deps, loaded);
      return null;
    }
    const built = await buildDigests(deps, loaded, isRehearsal).catch((error: unknown) => {
      if (!isReveilleError(error)) throw error;
      return error;
    });
    if (built instanceof ReveilleError) {
      if (await giveUpRevision(deps, editionId, revision, built)) return null;
    } else if (await saveDigests(deps, loaded, isRehearsal, built)) return revision;
  }
}

/** Adds what readers chose since an edition under way was rendered. A fix that comes in between renders it all. */
async function addVariants(deps: Deps, loaded: LoadedEdition): Promise<void> {
  const { edition, newsletter } = loaded;
  const { id: editionId, revision, is_rehearsal: isRehearsal } = edition;
  if (!isAnyOf(MAILING, edition.state)) return;
  const stored = await deps.db
    .selectFrom('digests')
    .select(['format', 'language', 'is_own'])
    .where('edition_id', '=', editionId)
    .where('revision', '=', revision)
    .where('is_rehearsal', '=', isRehearsal)
    .execute();
  const own = stored.find((digest) => digest.is_own);
  if (!own) return;
  // In its language when it was first rendered, whatever the newsletter's has become.
  const wanted = await listVariants(deps, { ...newsletter, language: own.language });
  const known = new Set(stored.map(variantKey));
  for (const variant of wanted.filter((each) => !known.has(variantKey(each)))) {
    const { value: digest } = await renderWithGood(deps, (templates) =>
      buildDigest({ ...deps, templates }, loaded, { isRehearsal, variant }),
    );
    await deps.db.transaction().execute(async (tx) => {
      const { rows } = await sql`
        select from editions where id = ${editionId} and revision = ${revision} and next_revision is null
        for share`.execute(tx);
      if (rows.length > 0) await insertDigest(tx, digest, { editionId, revision, isRehearsal, own, at: deps.now() });
    });
  }
}

/** The send goes on as it was, and staff are told. False where a later fix overtook it. */
async function giveUpRevision(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  editionId: number,
  revision: number,
  error: ReveilleError,
): Promise<boolean> {
  const why = messageOf(error);
  const detail = `A fix (revision ${revision}) could not be rendered, and the text before it goes on: ${why}`;
  const { numAffectedRows } = await sql`
    update editions set next_revision = null, flag = 'render_failed', flag_detail = ${detail}
    where id = ${editionId} and next_revision = ${revision}`.execute(db);
  if (numAffectedRows)
    log.error({ edition: editionId, revision, code: error.code, why }, 'a fix could not be rendered');
  return Number(numAffectedRows ?? 0) > 0;
}

/**
 * Renders an edition without storing it (only where its short links lead), in the newsletter's own format and language
 * unless told; `eml` is the message as a made-up reader would get it.
 */
export async function previewEdition(
  deps: Deps,
  editionId: number,
  { format = 'full', language = null }: Partial<Choice> = {},
): Promise<Digest & { eml: Buffer }> {
  const loaded = await load(deps.db, editionId);
  const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
  const variant = variantFor({ format, language }, loaded.newsletter.language);
  const options: DigestOptions = { isRehearsal, isPreview: true, variant };
  await saveLinks(deps, loaded, { isRehearsal: isStaffs(options) });
  const digest = await buildDigest(deps, loaded, options);
  const values = { ...SAMPLE_VALUES, date: formatHeaderDate(deps.now()) };
  return { ...digest, eml: spliceMessage(parseMessageTemplate(digest.message), values) };
}
