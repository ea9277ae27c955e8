import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `pictures kill`. */
export function registerPictures(program: Command, run: Run): void {
  const pictures = program.command('pictures').description('the pictures that editions show');
  pictures
    .command('kill')
    .description('show a picture nowhere any more: not in mails that are out, not in editions to come')
    .argument('<url-or-hash>', 'its address at its outlet, its hash, or its address here')
    .option('--reason <text>', 'why, for the desk, and for the readers of a correction')
    .option('--json', 'print JSON lines')
    .action(async (which: string, options: { reason?: string; json?: boolean }) =>
      (await import('../pictures.ts')).killPictures(run, which, options),
    );
}
