import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `pictures kill`. */
export function registerPictures(program: Command, run: Run): void {
  const pictures = program.command('pictures').description('the pictures that editions show');
  pictures
    .command('kill')
    .description('remove a picture everywhere: from mails that were sent and from all editions')
    .argument('<url-or-hash>', 'its URL at the outlet, its hash, or its URL here')
    .option('--reason <text>', 'the reason; shown at the desk and to readers of a correction')
    .option('--json', 'print JSON lines')
    .action(async (which: string, options: { reason?: string; json?: boolean }) =>
      (await import('../pictures.ts')).killPictures(run, which, options),
    );
}
