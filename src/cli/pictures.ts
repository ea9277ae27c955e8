import type { Command } from 'commander';
import { killPicture } from '../newsroom/pictures/kill.ts';
import { openOutput, withRuntime } from './command.ts';

/** `pictures kill`. */
export function registerPictures(program: Command): void {
  const pictures = program.command('pictures').description('the pictures that editions show');
  pictures
    .command('kill')
    .description('remove a picture everywhere: from mails that were sent and from all editions')
    .argument('<url-or-hash>', 'its URL at the outlet, its hash, or its URL here')
    .option('--reason <text>', 'the reason; shown at the desk and to readers of a correction')
    .option('--json', 'print JSON lines')
    .action((which: string, options: { reason?: string; json?: boolean }) =>
      withRuntime(async (runtime) => {
        const reason = options.reason === undefined ? {} : { reason: options.reason };
        const killed = await killPicture(runtime, { which, actor: 'cli', ...reason });
        const { result, note } = openOutput(options);
        result(
          { killed: which, ...killed },
          killed.pictures > 0
            ? `Removed: its address now answers 410, and ${killed.stories} stories of editions no longer show it.`
            : 'Blocked: the picture was not fetched yet, and never will be.',
        );
        if (killed.pictures > 0) note('Copies in the caches of mail programs cannot be removed.');
      }),
    );
}
