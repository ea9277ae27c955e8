/** The door of the render stage: it turns an edition's rows into its mail, encoded once for all readers. */
import { sql } from 'kysely';
import { saveLinks } from '../editions/clicks/links.ts';
import { DIGEST_FORMATS } from '../domain/choices.ts';
import type { LoadedEdition } from '../editions/load.ts';
import { olderWords } from '../language/catalogues.ts';
import { listVariants, ownVariant, variantFor, variantKey, type Choice } from '../editions/variants.ts';
import { isReveilleError, messageOf, ReveilleError } from '../domain/errors.ts';
import { formatHeaderDate } from '../wire/message/headers.ts';
import { parseMessageTemplate, spliceMessage } from '../wire/message/template.ts';
import { loadForMail } from './loadForMail.ts';
import { renderWithGood, type GoodDeps, type Rendered } from './goodTemplates.ts';
import { insertDigest, saveDigests, type Built, type Flag } from './saveDigests.ts';
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
  /** True if the mail goes to the built-in inbox. Defaults to the edition's row. */
  isRehearsal?: boolean;
};

/**
 * Builds the edition in every format and language of its readers, the newsletter's own first. Templates with errors are
 * replaced by the latest good ones, and a story that cannot be rendered is left out; `flag` reports either.
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
    return { digests: value, flag: flagOlder(older) };
  } catch (error) {
    const without = await buildWithoutUnfit(deps, loaded.stories, buildAll).catch(() => null);
    if (!without) throw error;
    return without;
  }
}

/** Templates or words with a fault, and which are used instead. */
function flagOlder(templates: Rendered<unknown>['older']): Flag | null {
  const [words, told] = [olderWords(), [] as string[]];
  if (templates) told.push(`${templates.why}. The templates of ${templates.goodAt.toISOString()} are used instead.`);
  if (words)
    told.push(
      `${words.why}. The words of ${words.goodAt.toISOString()} are used instead, until a start with whole files.`,
    );
  return told.length === 0 ? null : { flag: 'older_templates', detail: told.join(' ') };
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
  const templates = older ? ` Older templates replace those with an error: ${older.why}.` : '';
  const detail = `Left out, because it cannot be rendered: ${value.leftOut.join('; ')}.${templates}`;
  return { digests: value.digests, flag: { flag: 'story_left_out', detail } };
}

/**
 * Renders an edition in every format and language of its readers, and stores the digests under (edition, revision,
 * rehearsal, format, language). A waiting fix becomes the current revision. Rendering again replaces the rows in one
 * transaction, unless the send has begun. If rendering fails, the last good digests stay. Returns the newsletter's own
 * digest. Throws NOT_FOUND, RENDER_FAILED, HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function renderEdition(deps: Deps, editionId: number): Promise<Digest> {
  for (;;) {
    const loaded = await loadForMail(deps, editionId);
    const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
    const built = await buildDigests(deps, loaded, isRehearsal);
    if (await saveDigests(deps, loaded, isRehearsal, built)) return built.digests[0]!;
  }
}

/**
 * Renders each newsletter's latest edition with the folder's templates, in every format, and stores only that these are
 * good. If the templates break later, the next edition can use the good ones. Never throws.
 */
export async function checkTemplates(deps: Deps): Promise<void> {
  try {
    const { rows } = await sql<{ id: number }>`
      select distinct on (newsletter_id) id from editions e
      where exists (select from edition_stories s where s.edition_id = e.id)
      order by newsletter_id, date desc, id desc`.execute(deps.db);
    for (const { id } of rows) {
      const loaded = await loadForMail(deps, id);
      const { older } = await renderWithGood(deps, async (templates) => {
        for (const format of DIGEST_FORMATS) {
          const variant = { ...ownVariant(loaded.newsletter), format };
          await buildDigest({ ...deps, templates }, loaded, { isRehearsal: true, variant });
        }
      });
      if (older) deps.log.error({ newsletter: loaded.newsletter.slug, ...older }, 'the templates have an error');
    }
  } catch (error) {
    deps.log.error({ err: error }, 'the templates could not be checked');
  }
}

/**
 * Renders the revision of a waiting fix, which later messages carry. If it cannot be rendered, the send continues with
 * the previous revision, and the edition is flagged `render_failed`; the story keeps its new text, and the next fix
 * renders it again. Without a waiting fix, the current revision is rendered for formats and languages that are new
 * among
 * readers. Returns the revision, or null if none waits or it could not be rendered. Safe to call concurrently.
 */
export async function renderRevision(deps: Deps, editionId: number): Promise<number | null> {
  for (;;) {
    const loaded = await loadForMail(deps, editionId);
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

/** Adds formats and languages that readers chose since a running edition was rendered. A fix in between renders all. */
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
  // In the language in which it was first rendered, even if the newsletter's has changed.
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

/** Continues the send with the previous text and tells staff. False if a later fix has overtaken it. */
async function giveUpRevision(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  editionId: number,
  revision: number,
  error: ReveilleError,
): Promise<boolean> {
  const why = messageOf(error);
  const detail = `A fix (revision ${revision}) could not be rendered, so the send continues with the previous text: ${why}`;
  const { numAffectedRows } = await sql`
    update editions set next_revision = null, flag = 'render_failed', flag_detail = ${detail}
    where id = ${editionId} and next_revision = ${revision}`.execute(db);
  if (numAffectedRows)
    log.error({ edition: editionId, revision, code: error.code, why }, 'a fix could not be rendered');
  return Number(numAffectedRows ?? 0) > 0;
}

/**
 * Renders an edition and stores only the targets of its short links. Defaults to the newsletter's own format and
 * language. `eml` is the message for a sample reader.
 */
export async function previewEdition(
  deps: Deps,
  editionId: number,
  { format = 'full', language = null }: Partial<Choice> = {},
): Promise<Digest & { eml: Buffer }> {
  const loaded = await loadForMail(deps, editionId);
  const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
  const variant = variantFor({ format, language }, loaded.newsletter.language);
  const options: DigestOptions = { isRehearsal, isPreview: true, variant };
  await saveLinks(deps, loaded, { isRehearsal: isStaffs(options) });
  const digest = await buildDigest(deps, loaded, options);
  const values = { ...SAMPLE_VALUES, date: formatHeaderDate(deps.now()) };
  return { ...digest, eml: spliceMessage(parseMessageTemplate(digest.message), values) };
}
