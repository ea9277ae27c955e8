import type { Command } from 'commander';
import type { OutletOptions } from '../outlets.ts';
import type { Run } from '../run.ts';
import { withTerms } from './termsSyntax.ts';

const load = () => import('../outlets.ts');

/** `outlets add | set | pause | resume | remove | list | check`, and `ingest`. */
export function registerOutlets(program: Command, run: Run): void {
  const outlets = program.command('outlets').description('manage the outlets, the sources of stories');
  withTerms(outlets.command('add'))
    .description('add an outlet by its feed or its home page; adding the same URL again updates it')
    .argument('<url>')
    .option('--newsletter <slug>', 'the newsletter of the outlet')
    .option('--own', 'the paper’s own outlet, with all rights')
    .option('--name <name>', 'name that readers see; default: the feed’s title')
    .option('--authority <n>', 'weight in the ranking, from 0 to 5; usually 1')
    .option('--section <name>', 'section of stories that do not name one, or none')
    .option('--allow-private', 'allow a private address, only for the outlet’s own scheme, host and port')
    .option('--json', 'print JSON lines')
    .action(async (url: string, options: OutletOptions) => (await load()).add(run, url, options));
  withTerms(outlets.command('set'))
    .description('change the settings of an outlet without fetching it')
    .argument('<outlet>', 'number or URL of the outlet, as "outlets list" prints it')
    .option('--newsletter <slug>', 'the newsletter of the outlet')
    .option('--authority <n>', 'weight in the ranking, from 0 to 5; usually 1')
    .option('--section <name>', 'section of stories that do not name one, or none')
    .option('--json', 'print JSON lines')
    .action(async (which: string, options: OutletOptions) => (await load()).set(run, which, options));
  for (const verb of ['pause', 'resume'] as const)
    outlets
      .command(verb)
      .description(verb === 'pause' ? 'stop fetching an outlet; its stories stay' : 'fetch a paused outlet again')
      .argument('<outlet>', 'number or URL of the outlet')
      .option('--newsletter <slug>', 'the newsletter of the outlet')
      .option('--json', 'print JSON lines')
      .action(async (which: string, options: OutletOptions) =>
        (await load()).setPaused(run, which, verb === 'pause', options),
      );
  outlets
    .command('remove')
    .description('remove an outlet and its items; editions keep their stories')
    .argument('<outlet>', 'number or URL of the outlet')
    .option('--newsletter <slug>', 'the newsletter of the outlet')
    .option('--json', 'print JSON lines')
    .action(async (which: string, options: OutletOptions) => (await load()).remove(run, which, options));
  outlets
    .command('list')
    .description('list the outlets and the state of their fetches')
    .option('--newsletter <slug>', 'only the outlets of this newsletter')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).list(run, options));
  outlets
    .command('check')
    .description('fetch every outlet now and print each result')
    .option('--newsletter <slug>', 'only the outlets of this newsletter')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).check(run, options));
  program
    .command('ingest')
    .description('fetch every outlet now, and wait for fetches in progress')
    .option('--newsletter <slug>', 'only the outlets of this newsletter')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).check(run, options));
}
