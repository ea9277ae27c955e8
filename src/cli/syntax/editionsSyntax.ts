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
    .requiredOption('--out <dir>', 'where to write')
    .addOption(new Option('--format <format>', 'what readers may choose').choices(DIGEST_FORMATS).default('full'))
    .option('--language <tag>', 'language of its own words; the newsletter’s otherwise')
    .option('--screenshots', 'a PNG as well for each width (320, 600, 800), light and dark, with and without pictures')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: PreviewOptions) => (await load()).preview(run, edition, options));
  const says = {
    pause: 'stop a send; from the next message on none goes out',
    resume: 'let a paused send go on',
    cancel: 'end a send for good',
  } as const;
  for (const verb of ['pause', 'resume', 'cancel'] as const)
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
    .description('how an edition’s send stands; without one, the latest twenty')
    .argument('[edition]')
    .option('--waves', 'how each reader’s hour stands: its cut-off, its deadline, what is newer of its stories')
    .option('--clicks', 'how often each story’s link was followed, where the newsletter counts clicks')
    .option('--detail', 'by relay and by destination domain, too, and whom limits keep from getting it in time')
    .option('--json', 'print JSON lines')
    .action(
      async (
        edition: string | undefined,
        options: { waves?: boolean; detail?: boolean; clicks?: boolean; json?: boolean },
      ) => (await load()).printStatus(run, edition, options),
    );
}
