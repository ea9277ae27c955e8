import type { Command } from 'commander';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { listAgencies, removeAgency, setAgency, type AgencyGrants } from '../newsroom/rights/agencies.ts';
import { openOutput, withRuntime } from './command.ts';
import { describeTerms, toTerms, withTerms, type TermOptions } from './terms.ts';

type Options = TermOptions & { newsletter?: string; json?: boolean };

function describe(agency: AgencyGrants): [record: unknown, text: string] {
  const { name, rights, barred, notIn, isCreditMandatory: creditMandatory, until } = agency;
  return [{ name, rights, barred, notIn, creditMandatory, until }, `${name}: ${describeTerms(agency)}`];
}

async function print(options: Options): Promise<void> {
  await withRuntime(async (runtime) => {
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    const { result } = openOutput(options);
    for (const agency of await listAgencies(runtime, newsletter.id)) result(...describe(agency));
  });
}

/** `agencies set | list | remove`. */
export function registerAgencies(program: Command): void {
  const agencies = program
    .command('agencies')
    .description('manage the rights of agencies, which apply in every outlet');
  withTerms(agencies.command('set'))
    .description('set the rights of an agency; options that are not given keep their values')
    .argument('<name>', 'name as it appears in credits, for example "Associated Press"')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Options) =>
      withRuntime(async (runtime) => {
        const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
        await setAgency(runtime, newsletter.id, name, toTerms(options));
        const { result } = openOutput(options);
        for (const agency of await listAgencies(runtime, newsletter.id))
          if (agency.name === name.trim()) result(...describe(agency));
      }),
    );
  agencies
    .command('list')
    .description('list the recorded agencies')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action(print);
  agencies
    .command('remove')
    .description('remove the record of an agency')
    .argument('<name>')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action((name: string, options: Options) =>
      withRuntime(async (runtime) => {
        const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
        await removeAgency(runtime, newsletter.id, name);
        openOutput(options).result({ removed: name }, `The record of ${name} is removed.`);
      }),
    );
}
