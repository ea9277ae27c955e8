import { sql, type Insertable, type Selectable } from 'kysely';
import { recordAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { Newsletters } from '../../platform/db/tables/newsletters.ts';
import { codeOf, ReveilleError } from '../../domain/errors.ts';
import { primarySubtag } from '../../language/languages.ts';
import { followChange, movesHours } from '../openDue.ts';
import type { NewsletterSettings, SettingInput, SettingProblems } from './settings.ts';
import { checkSettings, sayProblems } from './settings/check.ts';
import { checkSlots, findForeignPictures, SLOT_COLUMNS } from './slotChecks.ts';

export type Newsletter = Selectable<Newsletters>;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

type Columns = Partial<Insertable<Newsletters>>;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Returned mail must come to the domain of the sender: another one would cost the alignment of SPF (RFC 7489, 3.1.2). */
function checkDomains({ from_address, bounce_address }: Columns): SettingProblems {
  if (!bounce_address || domainOf(bounce_address) === domainOf(from_address ?? '')) return {};
  return { bounceAddress: 'must have the domain of the From address' };
}

/** What is wrong with settings together. */
const checkTogether = (columns: Columns): SettingProblems => ({ ...checkDomains(columns), ...checkSlots(columns) });

const isFlawed = (problems: SettingProblems): boolean => Object.keys(problems).length > 0;

function refusedFor(problems: SettingProblems): ReveilleError {
  return new ReveilleError('INVALID_INPUT', sayProblems(problems));
}

/** What is wrong with a newsletter that is to be added: with its slug, or with its settings. */
export type NewProblems = SettingProblems & { readonly slug?: string };
type New = NewsletterSettings & { name: SettingInput; from: SettingInput; isSample?: boolean };
export type Created = { newsletter: Newsletter; problems: null } | { newsletter: null; problems: NewProblems };

const TAKEN = 'exists already';

/** Adds a newsletter, unless its slug or a setting is refused. By default it accepts stories in its own language. */
export async function createNewsletter(
  { db }: { db: Db },
  slug: string,
  settings: New,
  actor: string,
): Promise<Created> {
  const badSlug: NewProblems =
    SLUG.test(slug) && slug.length <= 60
      ? {}
      : { slug: `must be lower-case letters, digits and single hyphens, not "${slug}"` };
  const { isSample = false, ...given } = settings;
  const { columns, problems } = await checkSettings(given);
  if (problems || isFlawed(badSlug)) return { newsletter: null, problems: { ...problems, ...badSlug } };
  const misplaced = checkTogether(columns);
  if (isFlawed(misplaced)) return { newsletter: null, problems: misplaced };
  if (columns.language && !columns.languages) columns.languages = [columns.language];
  const { name = '', from_address = '', ...others } = columns;
  try {
    const newsletter = await db
      .insertInto('newsletters')
      .values({ slug, name, from_name: name, from_address, is_sample: isSample, ...others })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordAudit(db, { actor, action: 'newsletter.add', newsletterId: newsletter.id });
    return { newsletter, problems: null };
  } catch (error) {
    if (codeOf(error) !== '23505') throw error;
    return { newsletter: null, problems: { slug: TAKEN } };
  }
}

/** As createNewsletter. Throws INVALID_INPUT, or CONFLICT if the slug is taken. */
export async function addNewsletter(deps: { db: Db }, slug: string, settings: New, actor: string): Promise<Newsletter> {
  const { newsletter, problems } = await createNewsletter(deps, slug, settings, actor);
  if (newsletter) return newsletter;
  if (problems.slug === TAKEN) throw new ReveilleError('CONFLICT', `The newsletter "${slug}" already exists.`);
  if (problems.slug !== undefined)
    throw new ReveilleError(
      'INVALID_INPUT',
      `"${slug}" is not a valid slug; use lower-case letters, digits and single hyphens.`,
    );
  throw refusedFor(problems);
}

/**
 * The story languages of a newsletter after its own language changes. If it accepted stories in its own language, the
 * new language is put first; other choices stay. Null: no change.
 */
function followLanguage(before: { language: string; languages: string[] }, language: string): string[] | null {
  const [only, ...others] = before.languages.map(primarySubtag);
  const takesOwn = others.length === 0 && only === primarySubtag(before.language);
  return takesOwn && only !== primarySubtag(language) ? [language, ...before.languages] : null;
}

/** What became of a change: the newsletter as it is now, or what is wrong with each refused setting. */
export type Changed = { newsletter: Newsletter; problems: null } | { newsletter: null; problems: SettingProblems };

async function saveSettings(tx: Tx, slug: string, given: Columns, actor: string): Promise<Changed> {
  const before = await tx
    .selectFrom('newsletters')
    .select(['id', 'language', 'languages', 'from_address', 'bounce_address', ...SLOT_COLUMNS])
    .where('slug', '=', slug)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) throw new ReveilleError('NOT_FOUND', `There is no newsletter "${slug}".`);
  const problems = { ...checkTogether({ ...before, ...given }), ...(await findForeignPictures(tx, before, given)) };
  if (isFlawed(problems)) return { newsletter: null, problems };
  const followed = given.language && !given.languages ? followLanguage(before, given.language) : null;
  const columns = followed ? { ...given, languages: followed } : given;
  const newsletter = await tx
    .updateTable('newsletters')
    .set(columns)
    .where('slug', '=', slug)
    .returningAll()
    .executeTakeFirstOrThrow();
  // Items that were skipped for their language are checked again.
  if (columns.languages)
    await sql`
      update items i set placed_as_of = null from outlets o
      where o.id = i.outlet_id and o.newsletter_id = ${newsletter.id} and i.story_id is null`.execute(tx);
  if (movesHours(Object.keys(columns))) await followChange({ db: tx }, newsletter.id);
  const detail = { settings: Object.keys(columns) };
  await recordAudit(tx, { actor, action: 'newsletter.set', newsletterId: newsletter.id, detail });
  return { newsletter, problems: null };
}

/**
 * Changes the given `settings`; none is stored if one is refused. A `language` without `languages` also changes those, if
 * they held the old language alone. Throws NOT_FOUND.
 */
export async function changeNewsletter(
  { db }: { db: Db },
  slug: string,
  settings: NewsletterSettings,
  actor: string,
): Promise<Changed> {
  const { columns, problems } = await checkSettings(settings);
  if (problems) return { newsletter: null, problems };
  if (Object.keys(columns).length === 0) return { newsletter: await findNewsletter({ db }, slug), problems: null };
  return db.transaction().execute((tx) => saveSettings(tx, slug, columns, actor));
}

/** The newsletter as it would be with these settings, or what is wrong with them. Stores nothing. */
export async function tryNewsletter(newsletter: Newsletter, settings: NewsletterSettings): Promise<Changed> {
  const { columns, problems } = await checkSettings(settings);
  if (problems) return { newsletter: null, problems };
  const { sections: _sections, kinds: _kinds, ...stored } = newsletter;
  const misplaced = checkTogether({ ...stored, ...columns });
  if (isFlawed(misplaced)) return { newsletter: null, problems: misplaced };
  const { sections, kinds, ...plain } = columns;
  const parsed = {
    ...(sections === undefined ? {} : { sections: JSON.parse(sections) as Newsletter['sections'] }),
    ...(kinds === undefined ? {} : { kinds: JSON.parse(kinds) as Newsletter['kinds'] }),
  };
  return { newsletter: { ...newsletter, ...plain, ...parsed } as Newsletter, problems: null };
}

/** As changeNewsletter. Throws INVALID_INPUT, with a sentence for each refused setting, or NOT_FOUND. */
export async function setNewsletter(
  deps: { db: Db },
  slug: string,
  settings: NewsletterSettings,
  actor: string,
): Promise<Newsletter> {
  const { newsletter, problems } = await changeNewsletter(deps, slug, settings, actor);
  if (problems) throw refusedFor(problems);
  return newsletter;
}

export function listNewsletters({ db }: { db: Db }): Promise<Newsletter[]> {
  return db.selectFrom('newsletters').selectAll().orderBy('id').execute();
}

/**
 * Finds the newsletter of that slug or, without a slug, the only newsletter.
 * Throws NOT_FOUND, or USAGE if there are several.
 */
export async function findNewsletter({ db }: { db: Db }, slug: string | null): Promise<Newsletter> {
  if (slug !== null) {
    const found = await db.selectFrom('newsletters').selectAll().where('slug', '=', slug).executeTakeFirst();
    if (!found) throw new ReveilleError('NOT_FOUND', `There is no newsletter "${slug}".`);
    return found;
  }
  const [only, ...others] = await listNewsletters({ db });
  if (!only)
    throw new ReveilleError('NOT_FOUND', 'There is no newsletter yet; "reveille newsletters add" creates one.');
  if (others.length > 0) {
    const slugs = [only, ...others].map((newsletter) => newsletter.slug).join(', ');
    throw new ReveilleError('USAGE', `There are several newsletters; choose one with --newsletter (${slugs}).`);
  }
  return only;
}
