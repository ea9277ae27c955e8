import type { Command } from 'commander';
import type { AgencyOptions } from '../agencies.ts';
import type { Run } from '../run.ts';
import { withTerms } from './termsSyntax.ts';

const load = () => import('../agencies.ts');

/** `agencies set | list | remove`. */
export function registerAgencies(program: Command, run: Run): void {
  const agencies = program
    .command('agencies')
    .description('manage the rights of agencies, which apply in every outlet');
  withTerms(agencies.command('set'))
    .description('set the rights of an agency; options that are not given keep their values')
    .argument('<name>', 'name as it appears in credits, for example "Associated Press"')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: AgencyOptions) => (await load()).setAgencyTerms(run, name, options));
  agencies
    .command('list')
    .description('list the recorded agencies')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--json', 'print JSON lines')
    .action(async (options: AgencyOptions) => (await load()).printAgencies(run, options));
  agencies
    .command('remove')
    .description('remove the record of an agency')
    .argument('<name>')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: AgencyOptions) => (await load()).forgetAgency(run, name, options));
}
