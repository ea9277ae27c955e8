import { randomBytes } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/client.ts';
import type { Outbox } from '../db/schema.ts';
import { loadEdition } from '../editions/load.ts';
import { variantFor } from '../editions/variants.ts';
import { codeOf, isReveilleError, messageOf, ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { buildMessage } from '../message/build.ts';
import { parseMessageTemplate, spliceMessage } from '../message/template.ts';
import type { Newsletter } from '../newsletters/newsletters.ts';
import { buildDigest } from './digest.ts';
import { buildAlert, buildConfirmation, buildWelcome, type Letter } from './letter.ts';
import { buildHtml } from './mjml.ts';
import { buildPlainLetter } from './plain.ts';
import { standardTemplates, type Templates } from './templates.ts';

type Deps = { db: Db; log: Log; now: () => Date; publicUrl: string; templates?: Templates };
type Row = Selectable<Outbox>;

const TestPayload = z.object({ unsubscribeToken: z.string(), preferencesToken: z.string() });

/** Made once, when the row becomes ready: every try of one mail carries the same. */
function makeMessageId(row: Row, newsletter: Newsletter): string {
  const host = newsletter.from_address.slice(newsletter.from_address.lastIndexOf('@') + 1);
  return `<outbox-${row.id}.${randomBytes(9).toString('base64url')}@${host}>`;
}

/** Where a new reader finds the latest edition that went out, or null. */
async function latestUrl({ db, publicUrl }: Deps, newsletter: Newsletter): Promise<string | null> {
  const edition = await db
    .selectFrom('editions')
    .select('date')
    .where('newsletter_id', '=', newsletter.id)
    .where('kind', '=', 'daily')
    .where('state', '=', 'submitted')
    .orderBy('date', 'desc')
    .limit(1)
    .executeTakeFirst();
  return edition ? `${publicUrl}/editions/${newsletter.slug}/${edition.date}` : null;
}

async function buildLetterMessage(deps: Deps, row: Row, newsletter: Newsletter, letter: Letter): Promise<Buffer> {
  const templates = deps.templates ?? (await standardTemplates());
  const content = {
    from: { name: newsletter.from_name, address: newsletter.from_address },
    replyTo: newsletter.reply_to,
    subject: letter.subject,
    date: deps.now(),
    headers: letter.headers,
    text: buildPlainLetter(letter.view),
    html: await buildHtml(templates.fill('letter', letter.view), 'letter.mjml'),
  };
  return buildMessage(content, { to: row.to_address, messageId: makeMessageId(row, newsletter) });
}

/** One copy of an edition for a member of staff, its links with the tokens of the row. */
async function buildTestMessage(deps: Deps, row: Row, newsletter: Newsletter): Promise<Buffer> {
  const tokens = TestPayload.parse(row.payload);
  const loaded = row.edition_id === null ? null : await loadEdition(deps, row.edition_id);
  if (!loaded) throw new ReveilleError('NOT_FOUND', 'The edition of this test copy is gone.');
  const digest = await buildDigest(deps, loaded, { isRehearsal: false, isTest: true });
  const values = { to: row.to_address, messageId: makeMessageId(row, newsletter), ...tokens };
  return spliceMessage(parseMessageTemplate(digest.message), values);
}

/** The language of the person a mail goes to: as they chose, else the newsletter's. */
async function languageOf({ db }: Deps, row: Row, newsletter: Newsletter): Promise<string> {
  if (row.subscriber_id === null) return newsletter.language;
  const reader = await db
    .selectFrom('subscribers')
    .select('language')
    .where('id', '=', row.subscriber_id)
    .executeTakeFirst();
  return variantFor({ format: 'full', language: reader?.language ?? null }, newsletter.language).language;
}

async function buildOutboxMessage(deps: Deps, row: Row): Promise<Buffer> {
  const newsletter = await deps.db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', row.newsletter_id)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('NOT_FOUND', 'A mail needs a newsletter to be sent from.');
  const language = await languageOf(deps, row, newsletter);
  switch (row.kind) {
    case 'confirmation':
      return buildLetterMessage(deps, row, newsletter, buildConfirmation(newsletter, row.payload, language));
    case 'welcome': {
      const latest = await latestUrl(deps, newsletter);
      const letter = buildWelcome(newsletter, row.payload, { language, latestUrl: latest });
      return buildLetterMessage(deps, row, newsletter, letter);
    }
    case 'alert':
      return buildLetterMessage(deps, row, newsletter, buildAlert(newsletter, row.payload));
    case 'test':
      return buildTestMessage(deps, row, newsletter);
    default:
      return row.kind satisfies never;
  }
}

/**
 * Renders a mail of the outbox that is `pending`: its complete bytes are stored and it becomes `ready`. A mail
 * that cannot be made becomes `failed`, with the reason in `reply`; any other row is left as it is. Returns
 * what became of it, or null where it was not pending (any more).
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
    const message = await buildOutboxMessage(deps, row);
    const { numAffectedRows } = await sql`
      update outbox set state = 'ready', message = ${message}
      where id = ${outboxId} and state = 'pending'`.execute(db);
    return numAffectedRows === 1n ? 'ready' : null;
  } catch (error) {
    // The database's troubles pass, and the row is tried again; a mail that cannot be made stays so.
    if (!isReveilleError(error) && !(error instanceof z.ZodError)) throw error;
    const reply = error instanceof z.ZodError ? `payload: ${z.prettifyError(error)}` : messageOf(error);
    await sql`update outbox set state = 'failed', reply = ${reply} where id = ${outboxId} and state = 'pending'`.execute(
      db,
    );
    log.error({ outboxId, kind: row.kind, code: codeOf(error), reply }, 'a mail could not be rendered');
    return 'failed';
  }
}
