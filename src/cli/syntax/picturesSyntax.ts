import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `pictures add | kill`. */
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
  pictures
    .command('add')
    .description('store a picture of your own, for a sponsor’s slot or a house notice; prints its hash')
    .argument('<file>', 'a JPEG, PNG or WebP file, up to 20 MB')
    .requiredOption('--credit <text>', 'whose picture it is; written into the file')
    .option('--newsletter <slug>', 'the newsletter that may show it; may be left out if there is only one')
    .option('--json', 'print JSON lines')
    .action(async (file: string, options: { newsletter?: string; credit: string; json?: boolean }) =>
      (await import('../pictures.ts')).addPicture(run, file, options),
    );
}
