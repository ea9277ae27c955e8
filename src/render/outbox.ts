import { randomBytes } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { saveLinks } from '../editions/clicks/links.ts';
import type { Outbox } from '../platform/db/tables/deliveries.ts';
import { editionPath } from '../editions/address.ts';
import { loadEdition } from '../editions/load.ts';
import { findNextForReader, type ReaderHours } from '../editions/nextDue.ts';
import { withShowablePictures } from '../newsroom/pictures/loadPictures.ts';
import { variantFor, type Choice } from '../editions/variants.ts';
import { NO_SLOTS } from '../domain/slots.ts';
import { codeOf, isReveilleError, messageOf, ReveilleError } from '../domain/errors.ts';
import { buildMessage } from '../wire/message/build.ts';
import { formatHeaderDate } from '../wire/message/headers.ts';
import { parseMessageTemplate, spliceMessage } from '../wire/message/template.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { buildDigest, isStaffs } from './digest.ts';
import {
  buildAddressChangedLetter,
  buildAddressLetter,
  buildAlert,
  buildConfirmation,
  buildFreshLinkLetter,
  buildStaffLetter,
  buildWelcome,
  type LatestEdition,
  type Letter,
} from './letter.ts';
import { loadForMail } from './loadForMail.ts';
import { buildHtml } from './mjml.ts';
import { buildPlainLetter } from './plain.ts';
import { renderWithGood, type GoodDeps } from './goodTemplates.ts';
import { standardTemplates, type Templates } from './templates.ts';
import type { Theme } from '../editions/themes/theme.ts';
import { buildEdition } from './view.ts';

type Deps = GoodDeps & { now: () => Date; publicUrl: string };
type WithTemplates = Deps & { templates: Templates };
type Row = Selectable<Outbox>;

const TestPayload = z.object({ unsubscribeToken: z.string(), preferencesToken: z.string() });

/** Made once, when the row becomes ready, so that every try of a mail has the same. */
function makeMessageId(row: Row, newsletter: Newsletter): string {
  const host = newsletter.from_address.slice(newsletter.from_address.lastIndexOf('@') + 1);
  return `<outbox-${row.id}.${randomBytes(9).toString('base64url')}@${host}>`;
}

/** New readers see the top stories of an edition for this long. Later they get a link. */
const NEWS_MS = 4 * 24 * 3_600_000;
const WELCOME_STORIES = 3;

type Reader = Choice & { theme: Theme };

/** The latest edition that was sent, for a new reader, or null. */
async function loadLatest(deps: Deps, newsletter: Newsletter, reader: Reader): Promise<LatestEdition | null> {
  const { db, now, publicUrl } = deps;
  const edition = await db
    .selectFrom('editions')
    .select(['id', 'date', 'kind', 'number', 'started_at', 'finished_at'])
    .where('newsletter_id', '=', newsletter.id)
    .where('kind', '=', 'daily')
    .where('state', '=', 'submitted')
    .orderBy('date', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!edition) return null;
  const url = publicUrl + editionPath(newsletter.slug, edition);
  const isNews = now().getTime() - (edition.started_at?.getTime() ?? 0) < NEWS_MS;
  const loaded = isNews ? await loadEdition(deps, edition.id) : null;
  if (!loaded || loaded.stories.length === 0) return { url, view: null };
  const stories = await withShowablePictures(deps, loaded.stories.slice(0, WELCOME_STORIES));
  const { format, language, theme } = { ...reader, ...variantFor(reader, newsletter.language) };
  const look = {
    format,
    language,
    theme,
    storyCount: WELCOME_STORIES,
    fullCount: null,
    maxSummary: null,
    isBare: false,
    hasContents: false,
    hasSlots: false,
    hasMostRead: false,
    picturesUrl: `${publicUrl}/pictures`,
    webUrl: url,
  };
  // A letter about the newsletter itself is no place for a sponsor.
  return { url, view: buildEdition({ ...loaded, stories, slots: NO_SLOTS }, look) };
}

async function buildLetterMessage(
  deps: WithTemplates,
  row: Row,
  newsletter: Newsletter,
  letter: Letter,
): Promise<Buffer> {
  const { templates } = deps;
  const content = {
    from: { name: newsletter.from_name, address: newsletter.from_address },
    replyTo: newsletter.reply_to,
    subject: letter.subject,
    date: deps.now(),
    headers: letter.headers,
    text: buildPlainLetter(letter.view),
    html: await buildHtml(templates.fill('letter', letter.view), 'letter', templates.locate),
  };
  return buildMessage(content, { to: row.to_address, messageId: makeMessageId(row, newsletter) });
}

/** One copy of an edition for staff. Its links have the tokens of the row. */
async function buildTestMessage(deps: WithTemplates, row: Row, newsletter: Newsletter): Promise<Buffer> {
  const tokens = TestPayload.parse(row.payload);
  if (row.edition_id === null) throw new ReveilleError('NOT_FOUND', 'The edition of this test copy no longer exists.');
  const loaded = await loadForMail(deps, row.edition_id);
  const options = { isRehearsal: false, isTest: true };
  await saveLinks(deps, loaded, { isRehearsal: isStaffs(options) });
  const digest = await buildDigest(deps, loaded, options);
  const date = formatHeaderDate(deps.now());
  const values = { to: row.to_address, date, messageId: makeMessageId(row, newsletter), ...tokens };
  return spliceMessage(parseMessageTemplate(digest.message), values);
}

/** The recipient's choices, as far as there are any. */
async function loadChoice({ db }: Deps, row: Row): Promise<Choice & ReaderHours> {
  const reader = await db
    .selectFrom('subscribers as p')
    .leftJoin('subscriptions as s', (join) =>
      join.onRef('s.subscriber_id', '=', 'p.id').on('s.newsletter_id', '=', row.newsletter_id),
    )
    .select(['p.language', 's.format', 's.zone', 's.send_at as sendAt', 's.frequency'])
    .where('p.id', '=', row.subscriber_id)
    .executeTakeFirst();
  return {
    format: reader?.format ?? 'full',
    language: reader?.language ?? null,
    zone: reader?.zone ?? null,
    sendAt: reader?.sendAt ?? null,
    frequency: reader?.frequency ?? 'daily',
  };
}

async function buildOutboxMessage(deps: WithTemplates, row: Row): Promise<Buffer> {
  const newsletter = await deps.db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', row.newsletter_id)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('NOT_FOUND', 'A mail needs a newsletter as its sender.');
  if (row.kind === 'test') return buildTestMessage(deps, row, newsletter);
  const theme = await deps.templates.theme(newsletter.theme);
  const choice = await loadChoice(deps, row);
  const { language } = variantFor(choice, newsletter.language);
  switch (row.kind) {
    case 'confirmation':
      return buildLetterMessage(deps, row, newsletter, buildConfirmation(newsletter, row.payload, { language, theme }));
    case 'welcome': {
      const latest = await loadLatest(deps, newsletter, { ...choice, theme });
      const nextAt = await findNextForReader(deps, newsletter, choice, deps.now());
      const next = nextAt && { at: nextAt, zone: choice.zone ?? newsletter.zone };
      return buildLetterMessage(
        deps,
        row,
        newsletter,
        buildWelcome(newsletter, row.payload, { language, theme, latest, next }),
      );
    }
    case 'alert': {
      const look = { language: newsletter.language, theme };
      return buildLetterMessage(deps, row, newsletter, buildAlert(newsletter, row.payload, look));
    }
    case 'address': {
      const letter = buildAddressLetter(newsletter, row.payload, { language, theme });
      return buildLetterMessage(deps, row, newsletter, letter);
    }
    case 'address_changed':
      return buildLetterMessage(deps, row, newsletter, buildAddressChangedLetter(newsletter, { language, theme }));
    case 'fresh_link': {
      const letter = buildFreshLinkLetter(newsletter, row.payload, { language, theme });
      return buildLetterMessage(deps, row, newsletter, letter);
    }
    case 'staff_link': {
      const look = { language: newsletter.language, theme };
      return buildLetterMessage(deps, row, newsletter, buildStaffLetter(newsletter, row.payload, look));
    }
    default:
      return row.kind satisfies never;
  }
}

async function buildWithPresent(deps: Deps, row: Row): Promise<Buffer> {
  return buildOutboxMessage({ ...deps, templates: await (deps.openTemplates ?? standardTemplates)() }, row);
}

/** A letter does not wait until a template is repaired: a failed confirmation loses a reader. */
async function buildWithGood(deps: Deps, row: Row): Promise<Buffer> {
  const { value, older } = await renderWithGood(deps, (templates) => buildOutboxMessage({ ...deps, templates }, row));
  if (older) deps.log.error({ outboxId: row.id, ...older }, 'older templates are used for a letter');
  return value;
}

/**
 * Renders a mail of the outbox that is `pending`: stores its complete bytes and makes it `ready`. A mail that cannot be
 * built becomes `failed`, with the reason in `reply`. Any other row stays as it is. Returns the new state, or null if
 * the
 * row was not pending.
 */
export async function renderOutbox(deps: Deps, outboxId: number): Promise<'ready' | 'failed' | null> {
  const { db, log } = deps;
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('id', '=', outboxId)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (!row) return null;
  try {
    // A test copy shows staff the current templates, with their errors.
    const message = await (row.kind === 'test' ? buildWithPresent(deps, row) : buildWithGood(deps, row));
    const { numAffectedRows } = await sql`
      update outbox set state = 'ready', message = ${message}
      where id = ${outboxId} and state = 'pending'`.execute(db);
    return numAffectedRows === 1n ? 'ready' : null;
  } catch (error) {
    // Database errors pass, and the row is retried. A mail that cannot be built stays failed.
    if (!isReveilleError(error) && !(error instanceof z.ZodError)) throw error;
    const reply = error instanceof z.ZodError ? `payload: ${z.prettifyError(error)}` : messageOf(error);
    await sql`update outbox set state = 'failed', reply = ${reply} where id = ${outboxId} and state = 'pending'`.execute(
      db,
    );
    log.error({ outboxId, kind: row.kind, code: codeOf(error), reply }, 'a mail could not be rendered');
    return 'failed';
  }
}
