import type { Command } from 'commander';
import { killPicture } from '../newsroom/pictures/kill.ts';
import { openOutput, withRuntime } from './command.ts';

/** `pictures kill`. */
export function registerPictures(program: Command): void {
  const pictures = program.command('pictures').description('the pictures that editions show');
  pictures
    .command('kill')
    .description('show a picture nowhere any more: not in mails that are out, not in editions to come')
    .argument('<url-or-hash>', 'its address at its outlet, its hash, or its address here')
    .option('--reason <text>', 'why, for the desk, and for the readers of a correction')
    .option('--json', 'print JSON lines')
    .action((which: string, options: { reason?: string; json?: boolean }) =>
      withRuntime(async (runtime) => {
        const reason = options.reason === undefined ? {} : { reason: options.reason };
        const killed = await killPicture(runtime, { which, actor: 'cli', ...reason });
        const { result, note } = openOutput(options);
        result(
          { killed: which, ...killed },
          killed.pictures > 0
            ? `Killed: it answers 410 from now on, and ${killed.stories} stories of editions lost it.`
            : 'Killed before anybody fetched it: it never will be.',
        );
        if (killed.pictures > 0) note('What mail programs keep in caches of their own is out of reach.');
      }),
    );
}
