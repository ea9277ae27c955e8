import type { Command } from 'commander';
import type { Selectable } from 'kysely';
import type { Outlets } from '../db/schema.ts';
import { RIGHTS, type Right } from '../domain/story.ts';
import { ReveilleError } from '../errors.ts';
import { addOutlet, ingestNewsletter, type IngestResult } from '../ingest/ingest.ts';
import { describeDelay, describeFailures } from '../outletHealth.ts';
import { findNewsletter, listNewsletters } from '../newsletters/newsletters.ts';
import type { Runtime } from '../runtime.ts';
import { markFailed, openOutput, withRuntime, type Output } from './command.ts';

type Options = {
  json?: boolean;
  newsletter?: string;
  own?: boolean;
  name?: string;
  rights?: string;
  allowPrivate?: boolean;
};

function parseRights(text: string): Right[] {
  const rights = text.split(',').map((part) => part.trim());
  const unknown = rights.find((right) => !(RIGHTS as readonly string[]).includes(right));
  if (unknown !== undefined)
    throw new ReveilleError('USAGE', `--rights has "${unknown}"; it takes ${RIGHTS.join(', ')}.`);
  return rights as Right[];
}

const shortTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

function describe(outlet: Selectable<Outlets>): [record: unknown, text: string] {
  const { id, url, feed_url, name, is_own, rights, failures, error_code, error_message, last_success_at } = outlet;
  const error = error_code ? { code: error_code, message: error_message } : null;
  const lastSuccessAt = last_success_at?.toISOString() ?? null;
  const pace = {
    medianDelaySeconds: outlet.median_delay_seconds,
    intervalSeconds: outlet.interval_seconds,
    nextFetchAt: outlet.next_fetch_at.toISOString(),
  };
  const record = { id, name, url, feedUrl: feed_url, own: is_own, rights, failures, lastSuccessAt, ...pace, error };
  const health = error ? `${describeFailures(failures)}, ${error.code}: ${error.message}` : null;
  const facts = [
    health,
    lastSuccessAt ? `read ${shortTime(lastSuccessAt)}` : 'not read yet',
    pace.medianDelaySeconds === null ? null : `stories ${describeDelay(pace.medianDelaySeconds)} after they appear`,
    `next ${shortTime(pace.nextFetchAt)}`,
  ].filter((fact) => fact !== null);
  return [record, `${String(id).padStart(4)}  ${name}${is_own ? ' (own)' : ''}  ${url}\n      ${facts.join(' · ')}`];
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

/** `outlets add | list | check`, and `ingest`. */
export function registerOutlets(program: Command): void {
  const outlets = program.command('outlets').description('where stories come from');
  outlets
    .command('add')
    .description('add an outlet by its feed or its home page; the same address again updates it')
    .argument('<url>')
    .option('--newsletter <slug>', 'whose outlet it is')
    .option('--own', 'the paper’s own: all rights')
    .option('--name <name>', 'what readers see; the feed’s title otherwise')
    .option('--rights <rights>', 'what it grants: headline,summary,picture')
    .option('--allow-private', 'it may be on a private address: its own scheme, host and port, nothing else')
    .option('--json', 'print JSON lines')
    .action((url: string, options: Options) =>
      withRuntime(async (runtime) => {
        const { result, note } = openOutput(options);
        const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
        const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
        const { discovery, ...outlet } = await addOutlet(deps, {
          newsletterId: newsletter.id,
          url,
          ...(options.own ? { isOwn: true } : {}),
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(options.rights === undefined ? {} : { rights: parseRights(options.rights) }),
          ...(options.allowPrivate ? { allowPrivate: true } : {}),
        });
        if (discovery) note(discovery);
        result(...describe(outlet));
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
