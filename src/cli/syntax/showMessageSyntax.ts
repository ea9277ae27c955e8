import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `show-message`. */
export function registerShowMessage(program: Command, run: Run): void {
  program
    .command('show-message')
    .description('rebuild one reader’s message byte for byte on standard output')
    .argument('<edition>')
    .argument('<address>')
    .option('--json', 'print the ledger’s record as a JSON line, with the message in base64')
    .action(async (edition: string, address: string, options: { json?: boolean }) =>
      (await import('../showMessage.ts')).printMessage(run, edition, address, options),
    );
}
