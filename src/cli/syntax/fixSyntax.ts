import type { Command } from 'commander';
import type { FixOptions } from '../fix.ts';
import type { Run } from '../run.ts';

const load = () => import('../fix.ts');

/** `fix`, `rate`. */
export function registerFix(program: Command, run: Run): void {
  program
    .command('fix')
    .description('change a story of an edition; during a send, readers who are not mailed yet get the new text')
    .argument('<edition>')
    .argument('<position>', 'which story, from 1')
    .option('--headline <text>', 'the new headline')
    .option('--summary <text>', 'the new summary; "" for none')
    .option('--url <url>', 'the new address')
    .option('--no-picture', 'remove the picture')
    .option('--section <name>', 'the section of the story, or none')
    .option('--note <text>', 'what was wrong; shown at the desk and to readers of a correction')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, position: string, options: FixOptions) =>
      (await load()).fixEdition(run, edition, position, options),
    );
  program
    .command('rate')
    .description('limit the send rate of an edition over all mailers, also during a send')
    .argument('<edition>')
    .argument('<per-second>', 'messages a second, or "off"')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, text: string, options: { json?: boolean }) =>
      (await load()).limitRate(run, edition, text, options),
    );
}
