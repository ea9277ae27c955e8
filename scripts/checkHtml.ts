/**
 * Checks mails with the Nu HTML checker. Findings that Outlook makes unavoidable are ignored (the table below). Exits
 * with
 * 1 for other findings. It needs Java, and the package vnu-jar, which is too large (35 MB) for a dependency:
 *
 *   npm install --no-save vnu-jar
 *   npm run --silent reveille -- preview 1 --out /tmp/preview && npm run check:html -- /tmp/preview/digest.html
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const JAR = join(import.meta.dirname, '..', 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar');

/** Ignored findings with their reasons. */
const UNAVOIDABLE: readonly { found: RegExp; because: string }[] = [
  {
    found: /^Attribute “xmlns:[vo]” not allowed here/,
    because: 'Outlook’s conditional code (VML, PixelsPerInch) is read only where its namespaces are declared',
  },
  {
    found: /Property “mso-table-[lr]space” doesn't exist/,
    because: 'without it Outlook puts a gap around every table',
  },
  {
    found: /^The “(align|border|cellpadding|cellspacing|width)” attribute on the “(table|td)” element is obsolete/,
    because: 'Outlook lays tables out by these attributes, and not by style sheets',
  },
  {
    found: /^The “align” attribute on the “img” element is obsolete/,
    because: 'Outlook knows no float: words flow around a small picture by this attribute alone',
  },
  {
    found: /^The “type” attribute for the “style” element is not needed/,
    because: 'MJML writes it; some old programs ignore a style sheet without a type',
  },
];

type Message = { type: string; message: string; extract?: string; lastLine?: number };

async function check(file: string): Promise<Message[]> {
  const child = spawn('java', ['-jar', JAR, '--format', 'json', '--stdout', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const said = await Promise.race([text(child.stdout), failed]);
  if (said === '') throw new Error(`The checker said nothing of ${file}: is vnu-jar installed?`);
  const { messages } = JSON.parse(said) as { messages: Message[] };
  return messages;
}

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Name the pages: npm run check:html -- FILE.html…');
for (const file of files) {
  const messages = await check(file);
  const known = UNAVOIDABLE.map(({ found, because }) => ({
    because,
    times: messages.filter(({ message }) => found.test(message)).length,
  })).filter(({ times }) => times > 0);
  const others = messages.filter(({ message }) => !UNAVOIDABLE.some(({ found }) => found.test(message)));
  console.log(`${file}: ${others.length} to mend`);
  for (const { because, times } of known) console.log(`  ${times}× accepted: ${because}`);
  for (const { type, message, extract, lastLine } of others)
    console.log(`  ${type}, line ${lastLine}: ${message} ${(extract ?? '').replaceAll(/\s+/g, ' ').slice(0, 120)}`);
  if (others.length > 0) process.exitCode = 1;
}
