import type { Command } from 'commander';
import type { ComposeOptions } from '../compose.ts';
import type { Run } from '../run.ts';

const load = () => import('../compose.ts');

/** `compose`, `pin`, `exclude`, `unpin`, `drop`, `promote`. */
export function registerCompose(program: Command, run: Run): void {
  program
    .command('compose')
    .description('compose or update the draft edition of a day, and print the reasons for each story’s rank')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--date <yyyy-mm-dd>', 'day of the edition; default: today in the newsletter’s zone')
    .option(
      '--special <stories>',
      'breaking news: a special edition with these stories, comma-separated, in this order',
    )
    .option('--weekly', 'a weekly edition: the best stories sent in the seven days up to the date')
    .option('--json', 'print JSON lines')
    .action(async (options: ComposeOptions) => (await load()).composeDraft(run, options));
  registerPicks(program, run);
  registerReplacements(program, run);
}

/** Decisions about the stories of a draft. */
function registerPicks(program: Command, run: Run): void {
  program
    .command('pin')
    .description('fix the place of a story in a draft; composing again keeps it')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--at <place>', 'its place, counted from 1', '1')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { at: string; json?: boolean }) =>
      (await load()).pin(run, edition, story, options),
    );
  program
    .command('exclude')
    .description('exclude a story from a draft; composing again keeps it out')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { json?: boolean }) =>
      (await load()).exclude(run, edition, story, options),
    );
  program
    .command('unpin')
    .description('use automatic ranking for a story of a draft again')
    .argument('<edition>')
    .argument('<story>', 'story number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { json?: boolean }) =>
      (await load()).unpin(run, edition, story, options),
    );
}

/** Changes of an edition that is approved or being sent. */
function registerReplacements(program: Command, run: Run): void {
  program
    .command('drop')
    .description('remove a story from an edition that is approved or being sent; the first standby story replaces it')
    .argument('<edition>')
    .argument('<position>', 'position of the story, counted from 1')
    .option('--reason <text>', 'the reason, shown at the desk', 'staff dropped it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, position: string, options: { reason: string; json?: boolean }) =>
      (await load()).drop(run, edition, position, options),
    );
  program
    .command('promote')
    .description('add a standby story to an edition that is approved or being sent')
    .argument('<edition>')
    .argument('<standby>', 'position of the standby story, counted from 1')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, standby: string, options: { json?: boolean }) =>
      (await load()).promote(run, edition, standby, options),
    );
}
