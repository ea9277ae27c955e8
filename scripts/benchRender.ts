/**
 * Measures the time from an edition's rows to the encoded message, and that of MJML alone on the same markup,
 * alternating
 * within one run; also the time for one reader's message of 60 KB. Times are medians of this process's CPU time, which
 * other processes disturb less than wall time. Wall time is printed too.
 *
 *   npm run bench:render -- [--rounds N]
 */
import { parseArgs } from 'node:util';
import mjml2html from 'mjml';
import { sql } from 'kysely';
import type { Db } from '../src/platform/db/client.ts';
import type { StoredPicture } from '../src/domain/story.ts';
import { createLog } from '../src/platform/log.ts';
import { parseMessageTemplate, spliceMessage } from '../src/wire/message/template.ts';
import { loadEdition } from '../src/editions/load.ts';
import { buildDigest } from '../src/render/digest.ts';
import { previewEdition } from '../src/render/render.ts';
import { openBench } from './benchSend/bench.ts';
import { makeEdition, makeReaders } from './benchSend/readers.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);

type Taken = { cpuMs: number; wallMs: number };

async function time(work: () => Promise<unknown>): Promise<Taken> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - startedAt };
}

const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** The median without the first quarter, in which the program warms up. */
function median(taken: readonly Taken[]): Taken {
  const warm = taken.slice(taken.length / 4);
  return { cpuMs: middle(warm.map(({ cpuMs }) => cpuMs)), wallMs: middle(warm.map(({ wallMs }) => wallMs)) };
}

const values60 = {
  to: 'reader@newspaper.example',
  date: 'Tue, 24 Nov 2026 05:30:00 +0000',
  messageId: '<0123456789abcdefghijklmnopq@paper.example>',
  unsubscribeToken: 'A'.repeat(40),
  preferencesToken: 'B'.repeat(40),
};

/** Microseconds for one reader's message in a reused buffer, as in a mailer: the best of many batches. */
function measureSplice(message: Buffer): { bytes: number; us: number } {
  const template = parseMessageTemplate(message);
  const into = Buffer.allocUnsafeSlow(message.length + 4_096);
  const batch = 200;
  const batchesUs = Array.from({ length: 100 }, () => {
    const startedAt = performance.now();
    for (let at = 0; at < batch; at++) spliceMessage(template, values60, into);
    return ((performance.now() - startedAt) * 1_000) / batch;
  });
  return { bytes: spliceMessage(template, values60).length, us: middle(batchesUs) };
}

/** Stores a picture of one of the newsletter's outlets. */
async function storePicture(db: Db, newsletterId: number): Promise<StoredPicture> {
  const stored = { hash: 'f'.repeat(32), width: 1120, height: 630, widths: [176, 352, 560, 1120], thumb: 208 };
  const outlet = { newsletter_id: newsletterId, url: 'https://pictures.paper.example', name: 'Own', is_own: true };
  const { id } = await db.insertInto('outlets').values(outlet).returning('id').executeTakeFirstOrThrow();
  const source = { source_hash: 'e'.repeat(64), source_url: `${outlet.url}/ferry.jpg`, created_at: new Date() };
  await db
    .insertInto('pictures')
    .values({ ...stored, ...source })
    .execute();
  await db.insertInto('picture_outlets').values({ hash: stored.hash, outlet_id: id }).execute();
  return stored;
}

const bench = await openBench();
try {
  const { db } = bench;
  const newsletterId = await makeReaders(db, 'render', 1);
  const editionId = await makeEdition(db, newsletterId, 1);
  const stored = await storePicture(db, newsletterId);
  const image = { width: 1200, height: 675, alt: 'A ferry leaves', caption: 'The first ferry.', credit: 'Ada Merrin' };
  await sql`
    update edition_stories set byline = 'Odette Quarrier', also_reported_by = array['Northwatch', 'The Courier'],
      image = ${JSON.stringify({ url: 'https://pictures.paper.example/ferry.jpg', ...image, stored })}::jsonb`.execute(
    db,
  );
  const deps = { db, log: createLog('bench', 'error'), now: () => new Date(), publicUrl: 'https://news.paper.example' };
  const { mjml, message } = await previewEdition(deps, editionId);
  const loaded = (await loadEdition(deps, editionId))!;
  const ours: Taken[] = [];
  const withLoading: Taken[] = [];
  const theirs: Taken[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await time(() => buildDigest(deps, loaded, { isRehearsal: false })));
    withLoading.push(await time(() => previewEdition(deps, editionId)));
    theirs.push(await time(() => mjml2html(mjml)));
  }
  const [whole, markup] = [median(ours), median(theirs)];
  const rows = { 'rows to encoded message': whole, 'the same, rows loaded first': median(withLoading) };
  console.log(`| | CPU ms | wall ms |\n|---|---|---|`);
  for (const [what, { cpuMs, wallMs }] of Object.entries({ ...rows, mjml2html: markup }))
    console.log(`| ${what} | ${cpuMs.toFixed(2)} | ${wallMs.toFixed(2)} |`);
  console.log(`| ratio | ${(whole.cpuMs / markup.cpuMs).toFixed(2)} | ${(whole.wallMs / markup.wallMs).toFixed(2)} |`);
  const { bytes, us } = measureSplice(message);
  console.log(`one reader's message, ${bytes} bytes: ${us.toFixed(1)} µs`);
} finally {
  await bench.close();
}
