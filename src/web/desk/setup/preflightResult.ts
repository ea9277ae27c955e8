import { z } from 'zod';
import { CHECKS, type CheckName } from '../../../checks/preflight/preflightFinding.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';

const NAMES = Object.keys(CHECKS) as [CheckName, ...CheckName[]];
const Outcomes = z.enum(['pass', 'warn', 'fail', 'skipped']);

/** What a preflight found, as it is kept for the page. */
export const Preflight = z.object({
  findings: z.array(
    z.object({ check: z.enum(NAMES), outcome: Outcomes, found: z.string(), todo: z.string().nullable() }),
  ),
  ticks: z.array(z.object({ provider: z.string(), requirement: z.string(), note: z.string(), outcome: Outcomes })),
});
export type PreflightResult = z.output<typeof Preflight>;

/** The name under which the latest preflight of a newsletter is kept. */
export const preflightOf = ({ id }: Pick<Newsletter, 'id'>): string => `preflight:${id}`;
