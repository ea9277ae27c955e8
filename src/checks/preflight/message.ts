import { sql } from 'kysely';
import { simpleParser } from 'mailparser';
import type { Db } from '../../platform/db/client.ts';
import { isReveilleError } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { previewEdition } from '../../render/render.ts';
import { fail, pass, skip, type CheckName, type Finding } from './preflightFinding.ts';

type Header = { name: string; value: string };

const TEMPLATE = 'Restore it; the templates and src/render build the message.';

/** Checks for List-Unsubscribe with an https link, and List-Unsubscribe-Post (RFC 8058 3.1). */
function checkListHeaders(headers: readonly Header[]): Finding {
  const value = (name: string): string | undefined => headers.find((header) => header.name === name)?.value;
  const links = value('list-unsubscribe');
  if (links === undefined) return fail('headers', 'The message has no List-Unsubscribe header.', TEMPLATE);
  if (!/<https:[^>]+>/i.test(links))
    return fail('headers', 'List-Unsubscribe has no https link.', 'Set PUBLIC_URL to an https address.');
  if (value('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click')
    return fail('headers', 'The message has no List-Unsubscribe-Post: List-Unsubscribe=One-Click.', TEMPLATE);
  return pass('headers', 'List-Unsubscribe has an https link, and List-Unsubscribe-Post makes it one click.');
}

const ONCE = ['from', 'to', 'subject', 'date', 'message-id'];

/** RFC 5322 3.6: exactly one of each. Gmail refuses messages with none or two. */
function checkFormat(headers: readonly Header[]): Finding {
  const wrong = ONCE.filter((name) => headers.filter((header) => header.name === name).length !== 1);
  if (wrong.length > 0) return fail('format', `The message must have exactly one ${wrong.join(', ')}.`, TEMPLATE);
  const date = headers.find((header) => header.name === 'date')?.value ?? '';
  if (Number.isNaN(Date.parse(date))) return fail('format', `Date is "${date}", which is not a valid time.`, TEMPLATE);
  return pass('format', 'From, To, Subject, Date and Message-ID are present once each.');
}

/** Checks a message's bytes: list headers, format, and the visible link. */
export async function judgeMessage(message: Buffer): Promise<Finding[]> {
  const { headerLines, html, text } = await simpleParser(message);
  const headers = headerLines.map(({ key, line }) => ({
    name: key,
    value: line
      .slice(line.indexOf(':') + 1)
      .replaceAll(/\r?\n(?=[ \t])/g, '')
      .trim(),
  }));
  const hasLink = [html, text].every((part) => part && part.includes('/unsubscribe/'));
  return [
    checkListHeaders(headers),
    checkFormat(headers),
    hasLink
      ? pass('body-link', 'Both the HTML and the text have the link to unsubscribe.')
      : fail('body-link', 'The HTML or the text lacks the link to unsubscribe.', TEMPLATE),
  ];
}

const CHECKED: readonly CheckName[] = ['headers', 'format', 'body-link'];

/** Checks the latest edition with stories, rendered as it would be sent now. Nothing is stored. */
export async function checkMessage(
  deps: { db: Db; log: Log; now: () => Date; publicUrl: string },
  newsletter: Newsletter,
): Promise<Finding[]> {
  const { rows } = await sql<{ id: number }>`
    select id from editions e
    where newsletter_id = ${newsletter.id} and exists (select from edition_stories s where s.edition_id = e.id)
    order by date desc, id desc limit 1`.execute(deps.db);
  const latest = rows[0];
  if (!latest) {
    const found = `${newsletter.slug} has no edition with stories yet; "reveille compose" creates one.`;
    return CHECKED.map((check) => skip(check, found));
  }
  try {
    const { eml } = await previewEdition({ ...deps, isRehearsal: false }, latest.id);
    return await judgeMessage(eml);
  } catch (error) {
    if (!isReveilleError(error)) throw error;
    const found = `Edition ${latest.id} cannot be rendered: ${error.message}`;
    return CHECKED.map((check) => fail(check, found, 'Correct the template or the newsletter’s settings.'));
  }
}
