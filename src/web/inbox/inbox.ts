import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import type { MiddlewareHandler } from 'hono';
import { ReveilleError } from '../../domain/errors.ts';
import { isAtLeast } from '../../domain/roles.ts';
import { refuseRole } from '../desk/guard.ts';
import { setPolicy } from '../headers.ts';
import { hasSample } from '../sampleNewsroom.ts';
import { inboxPage, inboxMessagePage } from './inboxPage.ts';
import type { Web, WebContext, WebEnv } from '../web.ts';
import { inFrame } from '../markup/inFrame.ts';

const PAGE_LENGTH = 100;
const COLUMNS = [
  'id',
  'rcpt_to as to',
  'header_from as from',
  'subject',
  'received_at as receivedAt',
  'bytes',
] as const;

export type InboxLine = { id: number; to: string; from: string; subject: string; receivedAt: Date; bytes: number };

/**
 * Answers 404 unless the inbox is in use: without a relay, or with sample readers, whose mail always goes there. The
 * inbox contains working links of every reader.
 */
export function inboxInUse(web: Web): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const isInUse = web.config.relays.length === 0 || (await hasSample(web));
    return isInUse ? next() : c.notFound();
  };
}

export async function showInbox(web: Web, c: WebContext): Promise<Response> {
  const { total } = await web.db
    .selectFrom('inbox_messages')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const pages = Math.max(1, Math.ceil(total / PAGE_LENGTH));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query('page')) || 1)));
  const lines = await web.db
    .selectFrom('inbox_messages')
    .select(COLUMNS)
    .orderBy('id', 'desc')
    .limit(PAGE_LENGTH)
    .offset((page - 1) * PAGE_LENGTH)
    .execute();
  setPolicy(c, 'desk');
  return c.html(inboxPage(web.site, lines, { page, pages, total }));
}

/** Lists all messages, oldest first. */
export async function listInbox({ db }: Web, c: WebContext): Promise<Response> {
  const lines = await db.selectFrom('inbox_messages').select(COLUMNS).orderBy('id').execute();
  return c.json(lines);
}

async function loadRaw({ db }: Web, c: WebContext): Promise<{ id: number; raw: Buffer }> {
  const id = /^(\d{1,15})(\.eml)?$/.exec(c.req.param('id') ?? '')?.[1];
  const row =
    id === undefined
      ? undefined
      : await db.selectFrom('inbox_messages').select(['id', 'raw']).where('id', '=', Number(id)).executeTakeFirst();
  if (!row) throw new ReveilleError('NOT_FOUND', 'There is no such message.');
  return row;
}

const STAFF_LINK = /\/desk\/(?:invitation|reset)\//;

/**
 * Refuses a letter with a link into the desk to staff who are no owners: with the link of another account, or with an
 * invitation, a viewer would become an owner. Null for all other messages.
 */
async function refuseStaffLetter(web: Web, c: WebContext, raw: Buffer): Promise<Response | null> {
  const { staff } = c.var;
  if (!staff || isAtLeast(staff.role, 'owner')) return null;
  const { text, html } = await parseMail(raw);
  return STAFF_LINK.test(`${text} ${html}`) ? refuseRole(web, c, 'owner') : null;
}

/** Shows the page of a message. With `.eml` at the end of the path, it returns the unchanged bytes. */
export async function showInboxMessage(web: Web, c: WebContext): Promise<Response> {
  const { id, raw } = await loadRaw(web, c);
  const refused = await refuseStaffLetter(web, c, raw);
  if (refused) return refused;
  if (c.req.path.endsWith('.eml'))
    return c.body(new Uint8Array(raw), 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${id}.eml"`,
    });
  const mail = await parseMail(raw);
  setPolicy(c, 'desk');
  const headers = mail.headerLines.map(({ line }) => line);
  const hasHtml = typeof mail.html === 'string';
  return c.html(
    inboxMessagePage(web.site, { id, subject: mail.subject ?? '', headers, hasHtml, text: mail.text ?? '' }),
  );
}

/** Shows the HTML part for the page's frame. No script runs, and links open in a new tab. */
export async function showMessageHtml(web: Web, c: WebContext): Promise<Response> {
  const { raw } = await loadRaw(web, c);
  const refused = await refuseStaffLetter(web, c, raw);
  if (refused) return refused;
  const { html } = await parseMail(raw);
  if (typeof html !== 'string') throw new ReveilleError('NOT_FOUND', 'This message has no HTML part.');
  setPolicy(c, 'mail');
  return c.html(inFrame(html));
}

function parseMail(raw: Buffer): Promise<ParsedMail> {
  return simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
}
