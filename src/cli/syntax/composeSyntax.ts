import type { Command } from 'commander';
import type { ComposeOptions } from '../compose.ts';
import type { Run } from '../run.ts';

const load = () => import('../compose.ts');

/** `compose`, `pin`, `exclude`, `unpin`, `drop`, `promote`. */
export function registerCompose(program: Command, run: Run): void {
  program
    .command('compose')
    .description('make or refresh the draft edition of a day, and say why each story is where it is')
    .option('--newsletter <slug>')
    .option('--date <yyyy-mm-dd>', 'the day; today in the newsletter’s zone otherwise')
    .option('--special <stories>', 'breaking news: a special edition of these stories, comma-separated, in this order')
    .option('--weekly', 'the best of what was sent in the seven days up to the date')
    .option('--json', 'print JSON lines')
    .action(async (options: ComposeOptions) => (await load()).composeDraft(run, options));
  program
    .command('pin')
    .description('put a story at a place of a draft; composing again keeps it there')
    .argument('<edition>')
    .argument('<story>', 'its number, as "compose" prints it')
    .option('--at <place>', 'from 1', '1')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { at: string; json?: boolean }) =>
      (await load()).pin(run, edition, story, options),
    );
  program
    .command('exclude')
    .description('leave a story out of a draft; composing again leaves it out')
    .argument('<edition>')
    .argument('<story>', 'its number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { json?: boolean }) =>
      (await load()).exclude(run, edition, story, options),
    );
  program
    .command('unpin')
    .description('let a story of a draft stand where its score puts it')
    .argument('<edition>')
    .argument('<story>', 'its number, as "compose" prints it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, story: string, options: { json?: boolean }) =>
      (await load()).unpin(run, edition, story, options),
    );
  program
    .command('drop')
    .description('take a story out of an edition that is approved or under way; the first standby comes in')
    .argument('<edition>')
    .argument('<position>', 'which story, from 1')
    .option('--reason <text>', 'why, for the desk', 'staff dropped it')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, position: string, options: { reason: string; json?: boolean }) =>
      (await load()).drop(run, edition, position, options),
    );
  program
    .command('promote')
    .description('add a standby to an edition that is approved or under way')
    .argument('<edition>')
    .argument('<standby>', 'which standby, from 1')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, standby: string, options: { json?: boolean }) =>
      (await load()).promote(run, edition, standby, options),
    );
}
