import { flattenText } from '../editions/text.ts';
import { ReveilleError } from '../domain/errors.ts';
import { addOutlet, ingestNewsletter, type IngestResult } from '../newsroom/ingest/ingest.ts';
import { describeDelay, describeFailures, describeLeftOut, describeRead } from '../newsroom/outletHealth.ts';
import { findNewsletter, listNewsletters } from '../editions/newsletters/newsletters.ts';
import { removeOutlet, setOutletPaused } from '../newsroom/changeOutlet.ts';
import { countStored, findOutlet, listOutlets, type StoredOutlet } from '../newsroom/findOutlets.ts';
import type { Grants } from '../newsroom/rights/grants.ts';
import { describeTerms } from '../newsroom/rights/readTerms.ts';
import { setOutletTerms, type OutletTerms } from '../newsroom/rights/outletRights.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { toTerms } from './terms.ts';
import type { TermOptions } from './syntax/termsSyntax.ts';

export type OutletOptions = TermOptions & {
  json?: boolean;
  newsletter?: string;
  own?: boolean;
  name?: string;
  authority?: string;
  section?: string;
  allowPrivate?: boolean;
};

/** The rights in an outlet's row. */
function termsOf(outlet: StoredOutlet): Grants {
  const { rights, barred, not_in, credit_mandatory, rights_until } = outlet;
  return { rights, barred, notIn: not_in, isCreditMandatory: credit_mandatory, until: rights_until };
}

const shortTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

function parseAuthority(text: string): number {
  const authority = Number(text.trim() || Number.NaN);
  if (!(authority >= 0 && authority <= 5))
    throw new ReveilleError('USAGE', `--authority ${text} is not valid; use a number from 0 to 5 (usually 1).`);
  return authority;
}

/** Parses a section; "none" removes it, as for other terms. Throws USAGE. */
function parseSection(text: string): string | null {
  const section = flattenText(text);
  if (section.length === 0 || section.length > 80)
    throw new ReveilleError('USAGE', '--section must be a name of at most 80 characters, or none.');
  return section === 'none' ? null : section;
}

const toOutletTerms = (options: OutletOptions): OutletTerms => ({
  ...toTerms(options),
  ...(options.authority === undefined ? {} : { authority: parseAuthority(options.authority) }),
  ...(options.section === undefined ? {} : { section: parseSection(options.section) }),
});

function describe(outlet: StoredOutlet): [record: unknown, text: string] {
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
    pausedAt: outlet.paused_at?.toISOString() ?? null,
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
    outlet.paused_at
      ? `paused since ${shortTime(outlet.paused_at.toISOString())}`
      : `next ${shortTime(pace.nextFetchAt)}`,
  ].filter((fact) => fact !== null);
  return [record, `${String(id).padStart(4)}  ${name}${is_own ? ' (own)' : ''}  ${url}\n      ${facts.join(' · ')}`];
}

/** Prints the result of one fetch. A failure marks the run as partly failed. */
function reportFetch({ result, markFailed }: Output, fetched: IngestResult, stored: number): void {
  if (fetched.status === 'failed') markFailed();
  const text =
    fetched.status === 'failed'
      ? `${fetched.outlet} (${fetched.url}): ${fetched.errorCode}: ${fetched.errorMessage}`
      : `${fetched.outlet}: ${fetched.status === 'unchanged' ? `unchanged, ${stored} stored in all` : describeRead(fetched, stored)}`;
  result(fetched, text);
}

/** Fetches every outlet of the named newsletter, or of all newsletters, and prints each result as it arrives. */
async function ingestAll(runtime: Runtime, slug: string | undefined, output: Output): Promise<void> {
  const newsletters = slug ? [await findNewsletter(runtime, slug)] : await listNewsletters(runtime);
  const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
  for (const newsletter of newsletters) {
    const reports: Promise<void>[] = [];
    await ingestNewsletter(deps, newsletter.id, (fetched) => {
      const report = countStored(runtime, fetched.outletId).then((stored) => reportFetch(output, fetched, stored));
      reports.push(report);
    });
    await Promise.all(reports);
  }
}

/** `outlets add`. */
export async function add(run: Run, url: string, options: OutletOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { result, note } = openOutput(run, options);
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    const terms = toOutletTerms(options);
    const deps = { ...runtime, publicUrl: runtime.config.publicUrl };
    const order = {
      newsletterId: newsletter.id,
      url,
      ...(options.own ? { isOwn: true } : {}),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(terms.rights === undefined ? {} : { rights: terms.rights }),
      ...(options.allowPrivate ? { allowPrivate: true } : {}),
    };
    const { discovery, inFeed, ...added } = await addOutlet(deps, order, 'cli');
    if (discovery) note(discovery);
    else if (inFeed !== null)
      note(
        `Its feed has ${inFeed === 1 ? '1 item' : `${inFeed} items`}. None is stored yet: that is done by the running ` +
          'system within minutes, or by “reveille ingest” now.',
      );
    const { rights: _saved, ...others } = terms;
    await setOutletTerms(runtime, added.id, others, 'cli');
    result(...describe(await findOutlet(runtime, String(added.id), null)));
  });
}

/** `outlets set`. */
export async function set(run: Run, which: string, options: OutletOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
    const { id } = await findOutlet(runtime, which, newsletter?.id ?? null);
    await setOutletTerms(runtime, id, toOutletTerms(options), 'cli');
    openOutput(run, options).result(...describe(await findOutlet(runtime, String(id), null)));
  });
}

/** `outlets pause`, `outlets resume`. */
export async function setPaused(run: Run, which: string, isPaused: boolean, options: OutletOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
    const { id } = await findOutlet(runtime, which, newsletter?.id ?? null);
    await setOutletPaused(runtime, id, { isPaused, actor: 'cli' });
    openOutput(run, options).result(...describe(await findOutlet(runtime, String(id), null)));
  });
}

/** `outlets remove`. */
export async function remove(run: Run, which: string, options: OutletOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
    const { id, name } = await findOutlet(runtime, which, newsletter?.id ?? null);
    await removeOutlet(runtime, id, 'cli');
    openOutput(run, options).result({ removed: id }, `${name} is removed.`);
  });
}

/** `outlets list`. */
export async function list(run: Run, options: OutletOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { result } = openOutput(run, options);
    const newsletter = options.newsletter ? await findNewsletter(runtime, options.newsletter) : null;
    for (const outlet of await listOutlets(runtime, newsletter?.id ?? null)) result(...describe(outlet));
  });
}

/** `outlets check`, `ingest`. */
export async function check(run: Run, options: OutletOptions): Promise<void> {
  await withRuntime(run, (runtime) => ingestAll(runtime, options.newsletter, openOutput(run, options)));
}
