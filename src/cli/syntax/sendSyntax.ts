import type { Command } from 'commander';
import type { SendOptions } from '../send.ts';
import type { Run } from '../run.ts';

/** `send`. */
export function registerSend(program: Command, run: Run): void {
  program
    .command('send')
    .description('send an edition to all its readers now, or one test copy')
    .argument('<edition>')
    .option('--to <address>', 'one test copy to this address, and to nobody else')
    .option('--yes', 'send to all without asking for the number of readers, where it is as usual')
    .option('--readers <n>', 'their number, for scripts: sends without asking, and only if it is right')
    .option('--wait', 'return when it is done, not when it is queued')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: SendOptions) => (await import('../send.ts')).send(run, edition, options));
}
