import { domainToASCII } from 'node:url';
import type { Command } from 'commander';
import { recordAudit } from '../platform/audit.ts';
import { groupOf, loadDomainLimits, setDomainLimit } from '../deliver/deliver.ts';
import { ReveilleError } from '../domain/errors.ts';
import { openOutput, withRuntime } from './command.ts';

type Options = { perSecond?: string; connections?: string; json?: boolean };

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
export function registerLimits(program: Command): void {
  program
    .command('limits')
    .description('show the limits of destination domains; with a domain, change its limits for all mailers')
    .argument('[domain]', 'for example gmail.com; other domains of the same provider share its limits')
    .option('--per-second <messages>', 'maximum number of messages a second, or "off"')
    .option('--connections <number>', 'maximum number of connections at the same time, or "off"')
    .option('--json', 'print JSON lines')
    .action((domain: string | undefined, options: Options) =>
      withRuntime(async (runtime) => {
        const { result, note } = openOutput(options);
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
          await setDomainLimit(runtime, name, limit);
          await recordAudit(runtime.db, { actor: 'cli', action: 'limit', detail: { domain: name, ...limit } });
        }
        const limits = await loadDomainLimits(runtime);
        for (const [name, { perSecond, connections }] of limits)
          result(
            { domain: name, perSecond, connections },
            `${name}  ${perSecond ?? 'any number of'} messages a second, ${connections ?? 'any number of'} connections`,
          );
        if (limits.size === 0) note('No domain has a limit.');
      }),
    );
}
