import { createHash } from 'node:crypto';

/** Half of all names, by their hash: the one that is looked at while tuning, and the other. */
export type Half = 'tuned' | 'other';

/** One look at one thing: `wanted` and `got` are printed where it missed. */
export type Check = { name: string; what: string; isRight: boolean; wanted?: unknown; got?: unknown };

function halfOf(name: string): Half {
  return createHash('sha1').update(name).digest()[0]! % 2 === 0 ? 'tuned' : 'other';
}

function rate(checks: readonly Check[]): string {
  const right = checks.filter(({ isRight }) => isRight).length;
  const percent = checks.length === 0 ? '–' : `${((100 * right) / checks.length).toFixed(1)} %`;
  return `${right}/${checks.length}  ${percent}`.padEnd(18);
}

/** Prints a row for each thing looked at, in both halves, then every miss of the halves in `shown`. */
export function report(title: string, checks: readonly Check[], shown: readonly Half[]): void {
  console.log(`\n${title.padEnd(24)}${'tuned half'.padEnd(20)}${'other half'.padEnd(20)}all`);
  for (const what of new Set(checks.map((check) => check.what))) {
    const same = checks.filter((check) => check.what === what);
    const cells = (['tuned', 'other'] as const).map((half) =>
      rate(same.filter(({ name }) => halfOf(name) === half)).padEnd(20),
    );
    console.log(`${what.padEnd(24)}${cells.join('')}${rate(same)}`);
  }
  for (const check of checks)
    if (!check.isRight && shown.includes(halfOf(check.name)))
      console.log(
        `  ${check.name}: ${check.what}: wanted ${JSON.stringify(check.wanted)}, got ${JSON.stringify(check.got)}`,
      );
}
