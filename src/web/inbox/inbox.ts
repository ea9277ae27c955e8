import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import type { MiddlewareHandler } from 'hono';
import { ReveilleError } from '../../domain/errors.ts';
import { setPolicy } from '../headers.ts';
import { hasSample } from '../sampleNewsroom.ts';
import { inboxPage, inboxMessagePage } from './inboxPage.ts';
import type { Web, WebContext, WebEnv } from '../web.ts';

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
 * The inbox is there while no relay is named, and where there are sample readers, whose mail goes there in any case: it
 * holds live links of every reader.
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

/** Every message, in the order in which they came. */
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

/** A message's own page, or with `.eml` at the end of its address its bytes as they came. */
export async function showMessage(web: Web, c: WebContext): Promise<Response> {
  const { id, raw } = await loadRaw(web, c);
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

/** The HTML part alone, for the page's frame: no script runs, and its links open in a tab of their own. */
export async function showMessageHtml(web: Web, c: WebContext): Promise<Response> {
  const { raw } = await loadRaw(web, c);
  const { html } = await parseMail(raw);
  if (typeof html !== 'string') throw new ReveilleError('NOT_FOUND', 'This message has no HTML part.');
  setPolicy(c, 'mail');
  return c.html(inFrame(html));
}

/** A mail's HTML as a frame of ours shows it. */
export function inFrame(markup: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => `${head}${base}`) : `${base}${markup}`;
}

function parseMail(raw: Buffer): Promise<ParsedMail> {
  return simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
}
