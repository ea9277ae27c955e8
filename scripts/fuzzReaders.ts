/**
 * Fuzzes the readers of feeds and pages for the given time. It checks that they throw only coded errors; that results have
 * no markup, no invisible characters, no notes to editors and only http(s) links, and stay within their limits; and that the
 * CPU time is linear in the size. Dates, addresses, openings, captions and charsets are fuzzed on their own, too.
 *
 *   nice node scripts/fuzzReaders.ts [--minutes 10] [--seed N] [FOLDER…]
 *
 * The feeds and pages in the folders are changed at random. A failure is shrunk and printed with its seed, and the run
 * continues. The exit code is 1 after any failure. Add a test in test/newsroom/ingest for each.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { messageOf } from '../src/domain/errors.ts';
import { largeDocument, smallDocument, type Document } from './fuzzReaders/documents.ts';
import { problemsOf } from './fuzzReaders/judge.ts';
import { mutatedDocument, readSeeds } from './fuzzReaders/mutations.ts';
import { PARTS } from './fuzzReaders/parts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const RUNS_A_ROUND = 400;

// Small documents test the results, large ones the costs.
const KINDS: { name: string; arbitrary: fc.Arbitrary<Document>; share: number }[] = [
  { name: 'small', arbitrary: smallDocument, share: 1 },
  { name: 'large', arbitrary: largeDocument, share: 0.02 },
];
const seeds = positionals.flatMap(readSeeds);
if (seeds.length > 0) KINDS.push({ name: 'changed', arbitrary: mutatedDocument(seeds), share: 0.5 });

// The first call of each compiles it.
for (const kind of ['feed', 'page'] as const) problemsOf({ kind, text: '<title>a</title>' });

let seed = Number(values.seed);
const counts = { documents: 0, parts: 0, failures: 0, slowestMs: 0 };
const known = new Set<string>();

function fuzzParts(): void {
  for (const { name, input, problemOf } of PARTS) {
    const property = fc.property(input, (text) => {
      counts.parts++;
      return problemOf(text) === null;
    });
    const [found] = fc.check(property, { seed, numRuns: RUNS_A_ROUND }).counterexample ?? [];
    if (found !== undefined) report(name, () => problemOf(found) ?? 'not seen again', JSON.stringify(found));
  }
}

/** Prints a failure of a new kind. `explain` may throw what the reader threw. */
function report(name: string, explain: () => string, input: string): void {
  let text;
  try {
    text = explain();
  } catch (error) {
    text = messageOf(error);
  }
  if (known.has(text)) return;
  known.add(text);
  counts.failures++;
  console.log(`${name}, seed ${seed}: ${text}\n  ${input.slice(0, 600)}`);
}

while (performance.now() < endsAt) {
  fuzzParts();
  for (const { name, arbitrary, share } of KINDS) {
    const property = fc.property(arbitrary, (document) => {
      counts.documents++;
      const { problems, ms } = problemsOf(document);
      counts.slowestMs = Math.max(counts.slowestMs, ms);
      return problems.length === 0;
    });
    const numRuns = Math.max(1, Math.round(RUNS_A_ROUND * share));
    const result = fc.check(property, {
      seed,
      numRuns,
      interruptAfterTimeLimit: 60_000,
      endOnFailure: name === 'large',
    });
    const [found] = result.counterexample ?? [];
    if (!found) continue;
    const shown = typeof found.text === 'string' ? found.text : Buffer.from(found.text).toString('latin1');
    report(
      `${name}, ${found.kind}, ${shown.length} characters`,
      () => problemsOf(found).problems.join('; ') || 'not seen again',
      JSON.stringify(shown),
    );
  }
  seed++;
}
console.log(
  `${counts.documents} documents and ${counts.parts} parts, seeds ${values.seed} to ${seed - 1}: ${counts.failures} kinds of failure; slowest ${counts.slowestMs.toFixed(0)} ms`,
);
process.exitCode = counts.failures > 0 ? 1 : 0;
