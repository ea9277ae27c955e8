import type { Command } from 'commander';
import { showMessage } from '../deliver/deliver.ts';
import { parseEditionId, withRuntime } from './command.ts';

/** `show-message`. */
export function registerShowMessage(program: Command): void {
  program
    .command('show-message')
    .description('rebuild one reader’s message byte for byte on standard output')
    .argument('<edition>')
    .argument('<address>')
    .option('--json', 'print the ledger’s record as a JSON line, with the message in base64')
    .action((edition: string, address: string, options: { json?: boolean }) =>
      withRuntime(async (runtime) => {
        const { message, ...facts } = await showMessage(runtime, parseEditionId(edition), address);
        if (options.json) {
          process.stdout.write(
            `${JSON.stringify({ ...facts, bytes: message.length, message: message.toString('base64') })}\n`,
          );
          return;
        }
        const { state, revision, variant, submittedAt, relay } = facts;
        const when = submittedAt ? ` at ${submittedAt.toISOString()} over ${relay}` : '';
        process.stderr.write(
          `${state}${when}, revision ${revision}, ${variant.format} in ${variant.language}, ${message.length} bytes\n`,
        );
        process.stdout.write(message);
      }),
    );
}
