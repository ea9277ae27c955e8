import { messageOf } from '../../domain/errors.ts';
import { within } from '../preflight/within.ts';
import { wrong, type DoctorCheck, type Verdict } from './verdict.ts';

/** The longest time of one check. */
export const CHECK_WITHIN_MS = 10_000;

/** Runs a check. Never rejects: a check that throws, or has no answer in time, is a verdict too. */
export async function bounded(
  check: DoctorCheck,
  run: () => Promise<Verdict | Verdict[]>,
  {
    name = null,
    advice = null,
    ms = CHECK_WITHIN_MS,
  }: { name?: string | null; advice?: string | null; ms?: number } = {},
): Promise<Verdict[]> {
  try {
    return [await within(ms, run())].flat();
  } catch (error) {
    const subject = name === null ? 'The check' : `The check of ${name}`;
    return [wrong(check, `${subject} failed: ${messageOf(error)}.`, advice)];
  }
}
