import type { Command } from 'commander';
import type { FixOptions } from '../fix.ts';
import type { Run } from '../run.ts';

const load = () => import('../fix.ts');

/** `fix`, `rate`. */
export function registerFix(program: Command, run: Run): void {
  program
    .command('fix')
    .description('change a story of an edition; while it is sent, everybody not yet mailed gets the new text')
    .argument('<edition>')
    .argument('<position>', 'which story, from 1')
    .option('--headline <text>', 'its new headline')
    .option('--summary <text>', 'its new summary; "" for none')
    .option('--url <url>', 'its new address')
    .option('--no-picture', 'take its picture away')
    .option('--section <name>', 'the section that it stands in, or none')
    .option('--note <text>', 'what was wrong, for the desk, and for the readers of a correction')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, position: string, options: FixOptions) =>
      (await load()).fixEdition(run, edition, position, options),
    );
  program
    .command('rate')
    .description('limit an edition to so many messages a second over all mailers, also while it is sent')
    .argument('<edition>')
    .argument('<per-second>', 'messages a second, or "off"')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, text: string, options: { json?: boolean }) =>
      (await load()).limitRate(run, edition, text, options),
    );
}
