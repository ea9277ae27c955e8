import { examine } from '../checks/doctor/doctor.ts';
import { DOCTOR_CHECKS, type Verdict } from '../checks/doctor/verdict.ts';
import { openResolver } from '../checks/preflight/resolver.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { openOutput } from './command.ts';
import type { Run } from './run.ts';

export type DoctorOptions = { network: boolean; dns?: string; json?: boolean };

const LABEL_WIDTH = Math.max(...Object.values(DOCTOR_CHECKS).map((label) => label.length));

function markOf({ ok, isMade, advice }: Verdict): string {
  if (!ok) return '✗';
  if (!isMade) return '–';
  return advice === null ? '✓' : '!';
}

function draw(verdict: Verdict): string {
  const { check, detail, advice } = verdict;
  const line = `${markOf(verdict)} ${DOCTOR_CHECKS[check].padEnd(LABEL_WIDTH)}  ${detail}`;
  return advice === null ? line : `${line} → ${advice}`;
}

/** `doctor`. */
export async function doctor(run: Run, options: DoctorOptions): Promise<void> {
  const output = openOutput(run, options);
  const config = loadConfig(run.env);
  const resolver = openResolver(options.dns ?? null);
  // A lost connection is a verdict here, and needs no line of the log besides.
  const log = createLog('doctor', 'silent', run.logTo);
  const deps = { config, log, now: () => new Date(), resolver, withNetwork: options.network };
  const counts = { right: 0, wrong: 0, leftOut: 0 };
  for await (const verdict of examine(deps)) {
    const { check, ok, isMade, detail, advice } = verdict;
    counts[!ok ? 'wrong' : isMade ? 'right' : 'leftOut'] += 1;
    output.result({ check, ok, detail, advice }, draw(verdict));
  }
  const summary = `Right: ${counts.right}. Wrong: ${counts.wrong}. Left out: ${counts.leftOut}.`;
  if (options.json) output.note(summary);
  else output.result(null, `\n${summary}`);
  if (counts.wrong > 0) output.markFailed();
}
