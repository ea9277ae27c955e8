import { type Command, Option } from 'commander';
import { DIGEST_FORMATS } from '../../domain/choices.ts';
import type { PreviewOptions } from '../editions.ts';
import type { Run } from '../run.ts';

const load = () => import('../editions.ts');

/** `preview`, `pause`, `resume`, `cancel`, `status`. */
export function registerEditions(program: Command, run: Run): void {
  program
    .command('preview')
    .description('write digest.mjml, digest.html, digest.txt and message.eml without sending')
    .argument('<edition>')
    .requiredOption('--out <dir>', 'the folder to write to')
    .addOption(
      new Option('--format <format>', 'the format, as readers choose it').choices(DIGEST_FORMATS).default('full'),
    )
    .option('--language <tag>', 'language of the mail’s own words; default: the newsletter’s language')
    .option(
      '--screenshots',
      'also write a PNG for each width (320, 600, 800), light and dark, with and without pictures',
    )
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: PreviewOptions) => (await load()).preview(run, edition, options));
  const says = {
    pause: 'stop a send before its next message',
    resume: 'continue a paused send',
    cancel: 'end a send permanently',
  } as const;
  program
    .command('resume')
    .description(says.resume)
    .argument('[edition]')
    .option('--all', 'end the pause of all sending that "reveille restore" began')
    .option('--json', 'print JSON lines')
    .action(async (edition: string | undefined, options: { all?: boolean; json?: boolean }) =>
      (await load()).resume(run, edition, options),
    );
  for (const verb of ['pause', 'cancel'] as const)
    program
      .command(verb)
      .description(says[verb])
      .argument('<edition>')
      .option('--json', 'print JSON lines')
      .action(async (edition: string, options: { json?: boolean }) =>
        (await load()).giveOrder(run, verb, edition, options),
      );
  program
    .command('status')
    .description('show the progress of an edition; without an argument, of the latest twenty')
    .argument('[edition]')
    .option('--waves', 'also each wave: its cut-off, its deadline, newer versions of its stories')
    .option('--clicks', 'also the clicks on each story’s link, if the newsletter counts clicks')
    .option('--detail', 'also by relay and by destination domain, and how many readers the limits make too late')
    .option('--json', 'print JSON lines')
    .action(
      async (
        edition: string | undefined,
        options: { waves?: boolean; detail?: boolean; clicks?: boolean; json?: boolean },
      ) => (await load()).printStatus(run, edition, options),
    );
}
