import { domainToASCII } from 'node:url';
import { recordAudit } from '../platform/audit.ts';
import { groupOf, loadDomainLimits, setDomainLimit } from '../deliver/deliver.ts';
import { ReveilleError } from '../domain/errors.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

export type LimitOptions = { perSecond?: string; connections?: string; json?: boolean };

/** Parses a limit. "off" removes it, undefined keeps it. Throws USAGE. */
function parseLimit(name: string, text: string | undefined, isWhole: boolean): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'off') return null;
  const value = Number(text);
  if (!(value > 0) || value > 100_000 || (isWhole && !Number.isInteger(value)))
    throw new ReveilleError('USAGE', `--${name} ${text} is neither a number above 0 nor "off".`);
  return value;
}

/** `limits`. */
export async function printLimits(run: Run, domain: string | undefined, options: LimitOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { result, note } = openOutput(run, options);
    if (domain !== undefined) {
      const name = domainToASCII(domain).toLowerCase();
      if (!name.includes('.')) throw new ReveilleError('USAGE', `"${domain}" is not a domain.`);
      const before = (await loadDomainLimits(runtime)).get(groupOf(name));
      const perSecond = parseLimit('per-second', options.perSecond, false);
      const connections = parseLimit('connections', options.connections, true);
      const limit = {
        perSecond: perSecond === undefined ? (before?.perSecond ?? null) : perSecond,
        connections: connections === undefined ? (before?.connections ?? null) : connections,
      };
      const isChanged =
        limit.perSecond !== (before?.perSecond ?? null) || limit.connections !== (before?.connections ?? null);
      if (isChanged) {
        await setDomainLimit(runtime, name, limit);
        await recordAudit(runtime.db, { actor: 'cli', action: 'limit', detail: { domain: name, ...limit } });
      }
    }
    const limits = await loadDomainLimits(runtime);
    for (const [name, { perSecond, connections }] of limits)
      result(
        { domain: name, perSecond, connections },
        `${name}  ${perSecond ?? 'any number of'} messages a second, ${connections ?? 'any number of'} connections`,
      );
    if (limits.size === 0) note('No domain has a limit.');
  });
}
