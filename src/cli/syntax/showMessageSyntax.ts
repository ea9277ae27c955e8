import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `show-message`. */
export function registerShowMessage(program: Command, run: Run): void {
  program
    .command('show-message')
    .description('make one reader’s message again, byte for byte, on standard output')
    .argument('<edition>')
    .argument('<address>')
    .option('--json', 'print what the ledger says of it as a JSON line, the message in base64')
    .action(async (edition: string, address: string, options: { json?: boolean }) =>
      (await import('../showMessage.ts')).printMessage(run, edition, address, options),
    );
}
