import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { listAgencies, removeAgency, setAgency, type AgencyGrants } from '../newsroom/rights/agencies.ts';
import { describeTerms } from '../newsroom/rights/readTerms.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';
import { toTerms } from './terms.ts';
import type { TermOptions } from './syntax/termsSyntax.ts';

export type AgencyOptions = TermOptions & { newsletter?: string; json?: boolean };

function describe(agency: AgencyGrants): [record: unknown, text: string] {
  const { name, rights, barred, notIn, isCreditMandatory: creditMandatory, until } = agency;
  return [{ name, rights, barred, notIn, creditMandatory, until }, `${name}: ${describeTerms(agency)}`];
}

/** `agencies set`. */
export async function setAgencyTerms(run: Run, name: string, options: AgencyOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    await setAgency(runtime, newsletter.id, { name, terms: toTerms(options), actor: 'cli' });
    const { result } = openOutput(run, options);
    for (const agency of await listAgencies(runtime, newsletter.id))
      if (agency.name === name.trim()) result(...describe(agency));
  });
}

/** `agencies list`. */
export async function printAgencies(run: Run, options: AgencyOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    const { result } = openOutput(run, options);
    for (const agency of await listAgencies(runtime, newsletter.id)) result(...describe(agency));
  });
}

/** `agencies remove`. */
export async function forgetAgency(run: Run, name: string, options: AgencyOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    await removeAgency(runtime, newsletter.id, { name, actor: 'cli' });
    openOutput(run, options).result({ removed: name }, `The record of ${name} is removed.`);
  });
}
