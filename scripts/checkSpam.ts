/**
 * Checks mails with SpamAssassin (Debian's package spamassassin), only with local tests: nothing leaves the machine.
 * Exits
 * with 1 if a score is higher than 0.5.
 *
 *   npm run --silent reveille -- preview 1 --out /tmp/preview && npm run check:spam -- /tmp/preview/message.eml
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const MAX_SCORE = 0.5;

async function report(mail: Buffer): Promise<string> {
  const child = spawn('spamassassin', ['--local', '--test-mode'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.stdin.end(mail);
  return Promise.race([text(child.stdout), failed]);
}

let worst = -Infinity;
for (const file of process.argv.slice(2)) {
  const said = await report(await readFile(file));
  const details = said.slice(said.lastIndexOf('Content analysis details:')).trim();
  const score = Number(/\((-?[\d.]+) points/.exec(details)?.[1] ?? NaN);
  if (Number.isNaN(score)) throw new Error(`SpamAssassin gave ${file} no score.`);
  console.log(`${file}: ${details}\n`);
  worst = Math.max(worst, score);
}
if (worst === -Infinity) throw new Error('Name the mails: npm run check:spam -- FILE.eml…');
if (worst > MAX_SCORE) process.exitCode = 1;
