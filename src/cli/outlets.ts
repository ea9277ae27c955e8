import type { Command } from 'commander';
import type { Selectable } from 'kysely';
import type { Outlets } from '../platform/db/tables/outlets.ts';
import { flattenText } from '../editions/text.ts';
import { ReveilleError } from '../domain/errors.ts';
import { addOutlet, ingestNewsletter, type IngestResult } from '../newsroom/ingest/ingest.ts';
import { describeDelay, describeFailures, describeLeftOut } from '../newsroom/outletHealth.ts';
import { findNewsletter, listNewsletters } from '../editions/newsletters/newsletters.ts';
import type { Grants } from '../newsroom/rights/grants.ts';
import { setOutletTerms, type OutletTerms } from '../newsroom/rights/outletRights.ts';
import type { Runtime } from '../platform/runtime.ts';
import { markFailed, openOutput, withRuntime, type Output } from './command.ts';
import { describeTerms, toTerms, withTerms, type TermOptions } from './terms.ts';

type Options = TermOptions & {
  json?: boolean;
  newsletter?: string;
  own?: boolean;
  name?: string;
  authority?: string;
  section?: string;
  allowPrivate?: boolean;
};

/** What an outlet's row says of its rights. */
function termsOf(outlet: Selectable<Outlets>): Grants {
  const { rights, barred, not_in, credit_mandatory, rights_until } = outlet;
  return { rights, barred, notIn: not_in, isCreditMandatory: credit_mandatory, until: rights_until };
}

const shortTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

function parseAuthority(text: string): number {
  const authority = Number(text.trim() || Number.NaN);
  if (!(authority >= 0 && authority <= 5))
    throw new ReveilleError('USAGE', `--authority ${text} is no number from 0 to 5; 1 is usual.`);
  return authority;
}

/** "none", as with the other terms, takes it away. */
function parseSection(text: string): string | null {
  const section = flattenText(text);
  if (section.length === 0 || section.length > 80)
    throw new ReveilleError('USAGE', '--section takes a name of at most 80 characters, or none.');
  return section === 'none' ? null : section;
}

const toOutletTerms = (options: Options): OutletTerms => ({
  ...toTerms(options),
  ...(options.authority === undefined ? {} : { authority: parseAuthority(options.authority) }),
  ...(options.section === undefined ? {} : { section: parseSection(options.section) }),
});

function describe(outlet: Selectable<Outlets>): [record: unknown, text: string] {
  const { id, url, feed_url, name, is_own, rights, failures, error_code, error_message, last_success_at } = outlet;
  const error = error_code ? { code: error_code, message: error_message } : null;
  const lastSuccessAt = last_success_at?.toISOString() ?? null;
  const { barred, not_in: notIn, credit_mandatory: creditMandatory, rights_until: until, authority, section } = outlet;
  const terms = { rights, barred, notIn, creditMandatory, until, authority, section };
  const pace = {
    medianDelaySeconds: outlet.median_delay_seconds,
    intervalSeconds: outlet.interval_seconds,
    nextFetchAt: outlet.next_fetch_at.toISOString(),
  };
  const record = {
    id,
    name,
    url,
    feedUrl: feed_url,
    own: is_own,
    ...terms,
    failures,
    lastSuccessAt,
    ...pace,
    leftOut: outlet.left_out,
    error,
  };
  const health = error ? `${describeFailures(failures)}, ${error.code}: ${error.message}` : null;
  const facts = [
    describeTerms(termsOf(outlet)),
    section === null ? null : `section ${section}`,
    health,
    describeLeftOut(outlet.left_out),
    lastSuccessAt ? `read ${shortTime(lastSuccessAt)}` : 'not read yet',
    pace.medianDelaySeconds === null ? null : `stories ${describeDelay(pace.medianDelaySeconds)} after they appear`,
    `next ${shortTime(pace.nextFetchAt)}`,
  ].filter((fact) => fact !== null);
  return [record, `${String(id).padStart(4)}  ${name}${is_own ? ' (own)' : ''}  ${url}\n      ${facts.join(' · ')}`];
}

/** An outlet by its number or its address. Throws NOT_FOUND. */
async function findOutlet(runtime: Runtime, which: string, slug: string | null): Promise<Selectable<Outlets>> {
  const isNumber = /^\d{1,9}$/.test(which);
  let query = runtime.db.selectFrom('outlets').selectAll();
  query = isNumber ? query.where('id', '=', Number(which)) : query.where('url', '=', URL.parse(which)?.href ?? which);
  if (slug !== null) query = query.where('newsletter_id', '=', (await findNewsletter(runtime, slug)).id);
  const [found, ...others] = await query.execute();
  if (!found) throw new ReveilleError('NOT_FOUND', `There is no outlet ${which}; "outlets list" shows them.`);
  if (others.length > 0)
    throw new ReveilleError('USAGE', `Several newsletters have ${which}; name one with --newsletter.`);
  return found;
}

/** Prints what one fetch brought; a failure makes the run partly failed. */
export function reportFetch({ result }: Output, fetched: IngestResult): void {
  if (fetched.status === 'failed') markFailed();
  const text =
    fetched.status === 'failed'
      ? `${fetched.outlet} (${fetched.url}): ${fetched.errorCode}: ${fetched.errorMessage}`
      : `${fetched.outlet}: ${fetched.status === 'unchanged' ? 'unchanged' : `${fetched.items} new or changed items`}`;
  result(fetched, text);
}

/** Fetches every outlet of the named newsletter, or of all, telling of each as it comes in. */
export async function ingestAll(runtime: Runtime, slug: string | undefined, output: Output): Promise<void> {
  const newsletters = slug ? [await findNewsletter(runtime, slug)] : await listNewsletters(runtime);
  const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
  for (const newsletter of newsletters)
    await ingestNewsletter(deps, newsletter.id, (fetched) => reportFetch(output, fetched));
}

/** `outlets add | set | list | check`, and `ingest`. */
export function registerOutlets(program: Command): void {
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
    .action((url: string, options: Options) =>
      withRuntime(async (runtime) => {
        const { result, note } = openOutput(options);
        const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
        const terms = toOutletTerms(options);
        const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
        const { discovery, ...added } = await addOutlet(deps, {
          newsletterId: newsletter.id,
          url,
          ...(options.own ? { isOwn: true } : {}),
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(terms.rights === undefined ? {} : { rights: terms.rights }),
          ...(options.allowPrivate ? { allowPrivate: true } : {}),
        });
        if (discovery) note(discovery);
        const { rights: _saved, ...others } = terms;
        await setOutletTerms(runtime, added.id, others, 'cli');
        result(...describe(await findOutlet(runtime, String(added.id), null)));
      }),
    );
  withTerms(outlets.command('set'))
    .description('change what is recorded of an outlet, without reading it')
    .argument('<outlet>', 'its number or its address, as "outlets list" prints them')
    .option('--newsletter <slug>', 'whose outlet it is')
    .option('--authority <n>', 'what its word weighs in the ranking, from 0 to 5; 1 is usual')
    .option('--section <name>', 'of its stories that do not name their own, or none')
    .option('--json', 'print JSON lines')
    .action((which: string, options: Options) =>
      withRuntime(async (runtime) => {
        const { id } = await findOutlet(runtime, which, options.newsletter ?? null);
        await setOutletTerms(runtime, id, toOutletTerms(options), 'cli');
        openOutput(options).result(...describe(await findOutlet(runtime, String(id), null)));
      }),
    );
  outlets
    .command('list')
    .description('list the outlets and how reading them goes')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action((options: Options) =>
      withRuntime(async (runtime) => {
        const { result } = openOutput(options);
        const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
        let query = runtime.db.selectFrom('outlets').selectAll().orderBy('id');
        if (newsletter) query = query.where('newsletter_id', '=', newsletter.id);
        for (const outlet of await query.execute()) result(...describe(outlet));
      }),
    );
  outlets
    .command('check')
    .description('read every outlet now and say of each how it went')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action((options: Options) =>
      withRuntime((runtime) => ingestAll(runtime, options.newsletter, openOutput(options))),
    );
  program
    .command('ingest')
    .description('fetch every outlet now, and wait for fetches in progress')
    .option('--newsletter <slug>')
    .option('--json', 'print JSON lines')
    .action((options: Options) =>
      withRuntime((runtime) => ingestAll(runtime, options.newsletter, openOutput(options))),
    );
}
