import type { Command } from 'commander';
import type { AgencyOptions } from '../agencies.ts';
import type { Run } from '../run.ts';
import { withTerms } from './termsSyntax.ts';

const load = () => import('../agencies.ts');

/** `agencies set | list | remove`. */
export function registerAgencies(program: Command, run: Run): void {
  const agencies = program
    .command('agencies')
    .description('what agencies grant and forbid, in whichever outlet their work appears');
  withTerms(agencies.command('set'))
    .description('record what an agency grants and forbids; what is not given stays')
    .argument('<name>', 'as it signs, for example "Associated Press"')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: AgencyOptions) => (await load()).setAgencyTerms(run, name, options));
  agencies
    .command('list')
    .description('list what is recorded')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (options: AgencyOptions) => (await load()).printAgencies(run, options));
  agencies
    .command('remove')
    .description('forget what is recorded of an agency')
    .argument('<name>')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, options: AgencyOptions) => (await load()).forgetAgency(run, name, options));
}
