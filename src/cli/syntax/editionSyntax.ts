import type { Command } from 'commander';
import type { SetOptions } from '../edition.ts';
import type { Run } from '../run.ts';

/** `edition set`, `approve`. */
export function registerEdition(program: Command, run: Run): void {
  const edition = program.command('edition').description('change the words that staff write for an edition');
  edition
    .command('set')
    .description('set the subject, preheader or note of an edition; during a send, for readers not mailed yet')
    .argument('<edition>')
    .option('--subject <text>', 'its subject; "" builds it from the headlines')
    .option('--preheader <text>', 'the text that mail programs show after the subject; "" builds it from the headlines')
    .option('--note <text>', 'a note above the stories, a paragraph a line; "" for none')
    .option('--json', 'print JSON lines')
    .action(async (id: string, options: SetOptions) => (await import('../edition.ts')).set(run, id, options));
  program
    .command('approve')
    .description('approve an edition: it keeps its stories, and is sent at its send time')
    .argument('<edition>')
    .option('--json', 'print JSON lines')
    .action(async (id: string, options: { json?: boolean }) =>
      (await import('../edition.ts')).approve(run, id, options),
    );
}
