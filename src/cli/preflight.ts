import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { CHECKS, type Finding, type CheckOutcome } from '../checks/preflight/preflightFinding.ts';
import type { Report, Tick } from '../checks/preflight/preflight.ts';
import { openResolver } from '../checks/preflight/resolver.ts';
import { openVisits } from '../checks/preflight/visit.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

export type PreflightOptions = { newsletter?: string; dns?: string; json?: boolean };

const MARKS: Readonly<Record<CheckOutcome, string>> = { pass: '✓', warn: '!', fail: '✗', skipped: '–' };
const LABEL_WIDTH = Math.max(...Object.values(CHECKS).map((label) => label.length));
const MAX_WIDTH = 100;

/** Wraps text at spaces. A word wider than a line gets its own line. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function block(first: string, text: string, width: number): string {
  const indent = ' '.repeat(first.length);
  return first + wrap(text, Math.max(20, width - first.length)).join(`\n${indent}`);
}

function drawFinding({ outcome, found, todo }: Finding, label: string, width: number): string {
  const first = block(`  ${MARKS[outcome]} ${label.padEnd(LABEL_WIDTH)}  `, found, width);
  return todo === null ? first : `${first}\n${block(`${' '.repeat(LABEL_WIDTH + 6)}→ `, todo, width)}`;
}

function drawTick({ requirement, outcome }: Tick, width: number): string {
  const { text, note } = requirement;
  return block(`  ${MARKS[outcome]} `, note === undefined ? text : `${text}. ${note}`, width);
}

function print({ findings, ticks }: Report, { result }: Output, width: number): void {
  let before = '';
  for (const finding of findings) {
    const label = finding.check === before ? '' : CHECKS[finding.check];
    before = finding.check;
    const { check, outcome, found, todo } = finding;
    result({ check, outcome, found, todo }, drawFinding(finding, label, width));
  }
  let provider = '';
  for (const tick of ticks) {
    const { name, source } = tick.provider;
    const heading = name === provider ? '' : `\n${name}\n  ${source}\n`;
    provider = name;
    const record = { provider: name, requirement: tick.requirement.text, outcome: tick.outcome };
    result(record, heading + drawTick(tick, width));
  }
}

/** `preflight`. */
export async function preflight(run: Run, options: PreflightOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, options);
    const resolver = openResolver(options.dns ?? null);
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    // It loads the renderer, which the other commands need not wait for.
    const { runPreflight } = await import('../checks/preflight/preflight.ts');
    output.note(`Checking ${newsletter.slug}, sent by ${newsletter.from_address}.`);
    const report = await runPreflight({ ...runtime, resolver, visit: openVisits(runtime) }, newsletter);
    print(report, output, Math.min(MAX_WIDTH, run.stdout.columns ?? MAX_WIDTH));
    const count = (outcome: CheckOutcome): number => report.findings.filter((one) => one.outcome === outcome).length;
    const failed = count('fail');
    const warned = count('warn');
    output.note(
      failed > 0
        ? `\nFailed: ${failed}. Warnings: ${warned}. Providers may refuse mail until you correct the failures.`
        : `\nNothing failed. Warnings: ${warned}.`,
    );
    if (failed > 0) output.markFailed();
  });
}
