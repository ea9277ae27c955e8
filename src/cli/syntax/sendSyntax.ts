import type { Command } from 'commander';
import type { SendOptions } from '../send.ts';
import type { Run } from '../run.ts';

/** `send`. */
export function registerSend(program: Command, run: Run): void {
  program
    .command('send')
    .description('send an edition to all its readers now, or one test copy')
    .argument('<edition>')
    .option('--to <address>', 'send one test copy, only to this address')
    .option('--yes', 'send without asking for the number of readers, if that number is usual')
    .option('--readers <n>', 'the number of readers, for scripts: send without asking, only if the number is right')
    .option('--wait', 'return when the send is over, not when it is queued')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: SendOptions) => (await import('../send.ts')).send(run, edition, options));
}
