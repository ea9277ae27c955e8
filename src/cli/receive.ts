import { simpleParser } from 'mailparser';
import { messageOf } from '../domain/errors.ts';
import { MAX_MAIL_BYTES, takeReturnedMail } from '../feedback/feedback.ts';
import { redactTokens } from '../platform/log.ts';
import { optOutByMail } from '../readers/mailedOptOut.ts';
import { withRuntime } from './command.ts';
import type { Run } from './run.ts';

/** Exit codes that tell the MTA what to do with the mail (sysexits.h). */
const EX = { ok: 0, dataError: 65, noUser: 67, tryAgain: 75 } as const;

const MAX_HEADER_BYTES = 64 * 1024;
// Input beyond this is read and discarded, because an MTA reports a closed pipe as a failure.
const MAX_PIPED_BYTES = 64 * 1024 * 1024;
// Headers that MTAs write with the recipient come first, then those of the sender.
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc'];

/** The beginning of a mail; null if the input is longer than any mail. */
async function readMail(input: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of input) {
    if (read <= MAX_MAIL_BYTES) chunks.push(chunk);
    read += chunk.length;
    if (read > MAX_PIPED_BYTES) return null;
  }
  return Buffer.concat(chunks).subarray(0, MAX_MAIL_BYTES);
}

/** The header of a mail with its empty line; null if there is none within the limits. */
function headerOf(mail: Buffer): Buffer | null {
  const text = mail.subarray(0, MAX_HEADER_BYTES + 1);
  const end = /\r?\n\r?\n/.exec(text.toString('latin1'));
  if (end) return text.subarray(0, end.index + end[0].length);
  return text.length > 0 && text.length <= MAX_HEADER_BYTES ? text : null;
}

/** Header texts that may contain the recipient's address. */
async function listRecipients(header: Buffer): Promise<string[]> {
  const { headerLines } = await simpleParser(header, { skipHtmlToText: true, skipTextToHtml: true });
  return RECIPIENT_HEADERS.flatMap((name) => headerLines.filter(({ key }) => key === name).map(({ line }) => line));
}

async function receive(run: Run, recipients: string[]): Promise<number> {
  const mail = await readMail(run.stdin);
  const header = mail && headerOf(mail);
  if (!header && recipients.length === 0) return EX.dataError;
  const texts = [...recipients, ...(header ? await listRecipients(header) : [])];
  return withRuntime(run, async (runtime) => {
    if (await optOutByMail(runtime, texts)) return EX.ok;
    const { outcome } = await takeReturnedMail(runtime, mail ?? Buffer.alloc(0), texts);
    return outcome === 'foreign' ? EX.noUser : EX.ok;
  });
}

/** `receive`. */
export async function receiveMail(run: Run, recipients: string[]): Promise<void> {
  try {
    run.exitCode = await receive(run, recipients);
    if (run.exitCode === EX.noUser) run.stderr.write('reveille: no such address\n');
    if (run.exitCode === EX.dataError) run.stderr.write('reveille: this is not a mail\n');
  } catch (error) {
    // Nothing is lost to a database that is down, or to a setting: the MTA keeps the mail and tries again.
    run.stderr.write(`reveille: ${redactTokens(messageOf(error))}\n`);
    run.exitCode = EX.tryAgain;
  }
}
