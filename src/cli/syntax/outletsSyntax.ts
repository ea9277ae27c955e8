import type { Command } from 'commander';
import type { OutletOptions } from '../outlets.ts';
import type { Run } from '../run.ts';
import { withTerms } from './termsSyntax.ts';

const load = () => import('../outlets.ts');

/** `outlets add | set | list | check`, and `ingest`. */
export function registerOutlets(program: Command, run: Run): void {
  const outlets = program.command('outlets').description('where stories come from');
  withTerms(outlets.command('add'))
    .description('add an outlet by its feed or its home page; the same address again updates it')
    .argument('<url>')
    .option('--newsletter <slug>', 'whose outlet it is')
    .option('--own', 'the paper’s own: all rights')
    .option('--name <name>', 'what readers see; the feed’s title otherwise')
    .option('--authority <n>', 'what its word weighs in the ranking, from 0 to 5; 1 is usual')
    .option('--section <name>', 'of its stories that do not name their own, or none')
    .option('--allow-private', 'it may be on a private address: its own scheme, host and port, nothing else')
    .option('--json', 'print JSON lines')
    .action(async (url: string, options: OutletOptions) => (await load()).add(run, url, options));
  withTerms(outlets.command('set'))
    .description('change what is recorded of an outlet, without reading it')
    .argument('<outlet>', 'its number or its address, as "outlets list" prints them')
    .option('--newsletter <slug>', 'whose outlet it is')
    .option('--authority <n>', 'what its word weighs in the ranking, from 0 to 5; 1 is usual')
    .option('--section <name>', 'of its stories that do not name their own, or none')
    .option('--json', 'print JSON lines')
    .action(async (which: string, options: OutletOptions) => (await load()).set(run, which, options));
  outlets
    .command('list')
    .description('list the outlets and how reading them goes')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).list(run, options));
  outlets
    .command('check')
    .description('read every outlet now and say of each how it went')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).check(run, options));
  program
    .command('ingest')
    .description('fetch every outlet now, and wait for fetches in progress')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (options: OutletOptions) => (await load()).check(run, options));
}
