/**
 * Fuzzes the readers of feeds and pages for the given time. It checks that they throw only coded errors; that results
 * have
 * no invisible characters, no notes to editors and only http(s) links; and that time is linear in the size.
 *
 *   nice node scripts/fuzzReaders.ts [--minutes 10] [--seed N]
 *
 * A failure is shrunk and printed with its seed, and the run continues. The exit code is 1 after any failure. Add a
 * test
 * in test/newsroom/ingest for each.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { largeDocument, smallDocument, type Document } from './fuzzReaders/documents.ts';
import { problemsOf } from './fuzzReaders/judge.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const RUNS_A_ROUND = 400;

// Small documents test the results, large ones the costs.
const KINDS: { name: string; arbitrary: fc.Arbitrary<Document>; share: number }[] = [
  { name: 'small', arbitrary: smallDocument, share: 1 },
  { name: 'large', arbitrary: largeDocument, share: 0.02 },
];

// The first call of each compiles it.
for (const kind of ['feed', 'page'] as const) problemsOf({ kind, text: '<title>a</title>' });

let seed = Number(values.seed);
const counts = { documents: 0, failures: 0, slowestMs: 0 };
const known = new Set<string>();
while (performance.now() < endsAt) {
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
    const { problems } = problemsOf(found);
    const text = problems.join('; ') || 'not seen again';
    if (known.has(text)) continue;
    known.add(text);
    counts.failures++;
    const shown = JSON.stringify(found.text);
    console.log(
      `${name}, seed ${seed}, ${found.kind}, ${found.text.length} characters: ${text}\n  ${shown.slice(0, 600)}`,
    );
  }
  seed++;
}
console.log(
  `${counts.documents} documents, seeds ${values.seed} to ${seed - 1}: ${counts.failures} kinds of failure; slowest ${counts.slowestMs.toFixed(0)} ms`,
);
process.exitCode = counts.failures > 0 ? 1 : 0;
