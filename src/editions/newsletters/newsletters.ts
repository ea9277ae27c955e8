import { sql, type Insertable, type Selectable } from 'kysely';
import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { Newsletters } from '../../platform/db/tables/newsletters.ts';
import { parseSections } from '../../domain/sections.ts';
import { readZone } from '../../domain/zones.ts';
import { codeOf, ReveilleError } from '../../domain/errors.ts';
import { territoryOf } from '../../domain/territories.ts';
import { RETURN_TOKEN_LENGTH } from '../../wire/message/returnPath.ts';
import { parseKindRules } from '../../domain/kinds.ts';
import { primarySubtag } from '../../language/languages.ts';
import { parseAddress } from '../../readers/addresses.ts';
import { parseTokenAddress } from '../../readers/mailedOptOut.ts';
import { TOKEN_LENGTH } from '../../platform/tokens.ts';
import { assertTheme } from '../themes/choose.ts';
import { hasVisible } from '../../language/visible.ts';
import { parseSender } from './sender.ts';

export type Newsletter = Selectable<Newsletters>;

/** A setting that an empty text resets to none. */
const orNone = <T extends z.ZodType>(schema: T) => z.union([z.literal('').transform(() => null), schema]);

/** A site as browsers send it in the Origin header: https://paper.example, without a path. */
const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:\/\/[^/?#@]+\/?$/.test(text.trim()),
    'must be sites such as https://paper.example',
  )
  .transform((text) => new URL(text).origin);

const text = (maxLength: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `must have at most ${maxLength} characters`)
    // eslint-disable-next-line no-control-regex -- these end up in mail headers
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'must not contain control characters');
const line = (maxLength: number): z.ZodString => text(maxLength).regex(/^[^\r\n]*$/, 'must be one line');
const seen = (schema: z.ZodString): z.ZodString => schema.refine(hasVisible, 'contains no visible characters');
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be language tags such as en or es');

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 05:30');
const quota = z.union(
  [z.literal('auto').transform(() => null), z.coerce.number().int().min(1).max(40)],
  'must be a number from 1 to 40, or "auto"',
);
const sections = z.string().transform((list, context) => {
  const parsed = list.trim() === 'none' ? [] : parseSections(list);
  if (typeof parsed !== 'string') return parsed;
  context.addIssue({ code: 'custom', message: parsed });
  return z.NEVER;
});
const kinds = z.string().transform((list, context) => {
  const parsed = list.trim() === 'default' ? {} : parseKindRules(list);
  if (typeof parsed !== 'string') return parsed;
  context.addIssue({ code: 'custom', message: parsed });
  return z.NEVER;
});
const territory = z.string().transform((name, context) => {
  const code = territoryOf(name);
  if (code !== null) return code;
  context.addIssue({ code: 'custom', message: `has "${name}", which is not a country such as US or Japan` });
  return z.NEVER;
});

const timeZone = z.string().transform((name, context) => {
  const zone = readZone(name);
  if (zone !== null) return zone;
  context.addIssue({ code: 'custom', message: 'is not an IANA time zone such as America/New_York' });
  return z.NEVER;
});

/** The settings of a newsletter that people can change. Every value is optional, for `set`. */
const Settings = z
  .object({
    name: line(100),
    description: text(500),
    from: z.string(),
    zone: timeZone,
    at: time,
    stories: z.coerce.number().int().min(1).max(40),
    minStories: z.coerce.number().int().min(1).max(40),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1, 'must name at least one weekday'),
    maxLatenessMinutes: z.coerce.number().int().min(1).max(1440),
    canary: z.coerce.number().min(0).max(50),
    canaryMinutes: z.union(
      [z.literal('desk').transform(() => null), z.coerce.number().int().min(1).max(1440)],
      'must be minutes from 1 to 1440, or "desk"',
    ),
    lateCopy: z.enum(['staff', 'auto']),
    language: languageTag,
    languages: z.array(languageTag).min(1),
    legalName: orNone(seen(line(200))),
    postalAddress: orNone(seen(text(500))),
    privacyUrl: orNone(z.url({ protocol: /^https?$/ })),
    imprintUrl: z.url({ protocol: /^https?$/ }),
    topic: z.string().trim().max(500, 'must have at most 500 characters'),
    territories: z.array(territory),
    maxPerOutlet: quota,
    maxPerSection: quota,
    sections,
    kinds,
    ownStories: z.coerce.number().int().min(0).max(40),
    standbys: z.coerce.number().int().min(0).max(20),
    weeklyOn: z.union(
      [z.literal('off').transform(() => null), z.coerce.number().int().min(1).max(7)],
      'must be an ISO weekday (1 is Monday), or "off"',
    ),
    weeklyAt: time,
    replyTo: z.string(),
    signUpHeading: orNone(line(100)),
    signUpPromise: orNone(text(300)),
    signUpButton: orNone(line(60)),
    signUpSites: z.array(origin).max(50),
    disposable: z.enum(['off', 'warn', 'refuse']),
    clickCounts: z.enum(['on', 'off'], 'must be "on" or "off"'),
    utm: z.enum(['on', 'off'], 'must be "on" or "off"'),
    pendingDays: z.coerce.number().int().min(3).max(90),
    unsubscribeAddress: z.string(),
    bounceAddress: z.string(),
    theme: z.string(),
    houseNotice: orNone(line(300)),
    houseNoticeUrl: orNone(z.url({ protocol: /^https?$/ })),
    fullStories: z.coerce.number().int().min(1).max(40),
  })
  .partial();
export type NewsletterSettings = z.input<typeof Settings>;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Maps the given settings to columns. Throws INVALID_INPUT or ADDRESS_INVALID with a sentence. */
function toColumns(input: NewsletterSettings): Partial<Insertable<Newsletters>> {
  const checked = Settings.safeParse(input);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ReveilleError('INVALID_INPUT', `${String(issue?.path[0] ?? 'a setting')}: ${issue?.message}.`);
  }
  const settings = checked.data;
  const sender = settings.from === undefined ? null : parseSender(settings.from);
  const columns = {
    name: settings.name,
    description: settings.description,
    from_address: sender?.address,
    from_name: sender?.name ?? undefined,
    zone: settings.zone,
    send_at: settings.at,
    story_count: settings.stories,
    min_stories: settings.minStories,
    weekdays: settings.weekdays && [...new Set(settings.weekdays)].toSorted((a, b) => a - b),
    max_lateness_minutes: settings.maxLatenessMinutes,
    canary_percent: settings.canary,
    canary_minutes: settings.canaryMinutes,
    late_copy: settings.lateCopy,
    language: settings.language,
    languages: settings.languages,
    legal_name: settings.legalName,
    postal_address: settings.postalAddress,
    privacy_url: settings.privacyUrl,
    imprint_url: settings.imprintUrl,
    sign_up_heading: settings.signUpHeading,
    sign_up_promise: settings.signUpPromise,
    sign_up_button: settings.signUpButton,
    sign_up_sites: settings.signUpSites && [...new Set(settings.signUpSites)],
    disposable_addresses: settings.disposable,
    pending_days: settings.pendingDays,
    topic: settings.topic,
    territories: settings.territories && [...new Set(settings.territories)],
    max_per_outlet: settings.maxPerOutlet,
    max_per_section: settings.maxPerSection,
    sections: settings.sections && JSON.stringify(settings.sections),
    kinds: settings.kinds && JSON.stringify(settings.kinds),
    own_stories: settings.ownStories,
    standby_count: settings.standbys,
    weekly_weekday: settings.weeklyOn,
    weekly_at: settings.weeklyAt,
    click_counts: settings.clickCounts && settings.clickCounts === 'on',
    utm: settings.utm && settings.utm === 'on',
    reply_to: settings.replyTo === undefined ? undefined : parseAddress(settings.replyTo).email,
    unsubscribe_address:
      settings.unsubscribeAddress === undefined
        ? undefined
        : parseTokenAddress(settings.unsubscribeAddress, TOKEN_LENGTH),
    bounce_address:
      settings.bounceAddress === undefined ? undefined : parseTokenAddress(settings.bounceAddress, RETURN_TOKEN_LENGTH),
    theme: settings.theme,
    house_notice: settings.houseNotice,
    house_notice_url: settings.houseNoticeUrl,
    full_stories: settings.fullStories,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/**
 * Adds a newsletter. By default it accepts stories in its own language. Throws INVALID_INPUT, ADDRESS_INVALID, or
 * CONFLICT if the slug is taken.
 */
export async function addNewsletter(
  { db }: { db: Db },
  slug: string,
  settings: NewsletterSettings & { name: string; from: string; isSample?: boolean },
  actor: string,
): Promise<Newsletter> {
  if (!SLUG.test(slug) || slug.length > 60)
    throw new ReveilleError(
      'INVALID_INPUT',
      `"${slug}" is not a valid slug; use lower-case letters, digits and single hyphens.`,
    );
  const { isSample = false, ...given } = settings;
  const columns = toColumns(given);
  if (columns.language && !columns.languages) columns.languages = [columns.language];
  await assertTheme(settings.theme);
  try {
    const newsletter = await db
      .insertInto('newsletters')
      .values({
        slug,
        name: settings.name,
        from_name: settings.name,
        from_address: '',
        is_sample: isSample,
        ...columns,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordAudit(db, { actor, action: 'newsletter.add', newsletterId: newsletter.id });
    return newsletter;
  } catch (error) {
    if (codeOf(error) === '23505')
      throw new ReveilleError('CONFLICT', `The newsletter "${slug}" already exists.`, { cause: error });
    throw refusedByCheck(error);
  }
}

/** Turns a violation of the database's check of the two addresses into a sentence. Other errors pass unchanged. */
function refusedByCheck(error: unknown): unknown {
  const { constraint } = error as { constraint?: unknown };
  if (constraint !== 'newsletters_bounce_address_check') return error;
  const sentence = 'The bounce address must have the domain of the From address.';
  return new ReveilleError('INVALID_INPUT', sentence, { cause: error });
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

async function saveSettings(tx: Tx, slug: string, given: Partial<Insertable<Newsletters>>, actor: string) {
  const before = await tx
    .selectFrom('newsletters')
    .select(['language', 'languages'])
    .where('slug', '=', slug)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) throw new ReveilleError('NOT_FOUND', `There is no newsletter "${slug}".`);
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
  const detail = { settings: Object.keys(columns) };
  await recordAudit(tx, { actor, action: 'newsletter.set', newsletterId: newsletter.id, detail });
  return newsletter;
}

/**
 * Changes the given `settings`. A `language` without `languages` also changes those, if they held the old language
 * alone. Throws as addNewsletter, or NOT_FOUND.
 */
export async function setNewsletter(
  { db }: { db: Db },
  slug: string,
  settings: NewsletterSettings,
  actor: string,
): Promise<Newsletter> {
  const columns = toColumns(settings);
  if (Object.keys(columns).length === 0) return findNewsletter({ db }, slug);
  await assertTheme(settings.theme);
  try {
    return await db.transaction().execute((tx) => saveSettings(tx, slug, columns, actor));
  } catch (error) {
    throw refusedByCheck(error);
  }
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
