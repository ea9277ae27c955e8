import { describeFailures } from '../../newsroom/outletHealth.ts';
import { listOutlets, type StoredOutlet } from '../../newsroom/findOutlets.ts';
import { listNewsletters } from '../../editions/newsletters/newsletters.ts';
import type { Db } from '../../platform/db/client.ts';
import { counted } from './counted.ts';
import { right, wrong, type Verdict } from './verdict.ts';

// One failed fetch is no fault: the next one follows within minutes.
const LASTING_FAILURES = 3;
const MAX_NAMED = 5;

type Outlet = Pick<StoredOutlet, 'name' | 'failures' | 'error_code' | 'last_success_at' | 'paused_at'>;

// A paused outlet does not count as failed.
const isFailing = ({ error_code, paused_at }: Outlet): boolean => error_code !== null && paused_at === null;
const isLasting = (outlet: Outlet): boolean =>
  isFailing(outlet) && (outlet.failures >= LASTING_FAILURES || outlet.last_success_at === null);

function nameFailing(outlets: readonly Outlet[]): string {
  const named = outlets
    .slice(0, MAX_NAMED)
    .map(({ name, failures, error_code }) => `${name} ${describeFailures(failures)} (${error_code})`);
  return [...named, ...(outlets.length > MAX_NAMED ? [`and ${outlets.length - MAX_NAMED} more`] : [])].join(', ');
}

/** Checks that each newsletter has outlets, and that they can be read. */
export async function checkOutlets({ db }: { db: Db }): Promise<Verdict> {
  const [newsletters, outlets] = await Promise.all([listNewsletters({ db }), listOutlets({ db }, null)]);
  const bare = newsletters.filter(({ id }) => !outlets.some(({ newsletter_id }) => newsletter_id === id));
  const failing = outlets.filter(isFailing);
  const found = [`${counted(outlets.length, 'outlet')}, ${failing.length} failing.`];
  if (failing.length > 0) found.push(`${nameFailing(failing)}.`);
  if (bare.length > 0) found.push(`Without outlets: ${bare.map(({ slug }) => slug).join(', ')}.`);
  const detail = found.join(' ');
  if (bare.length > 0) return wrong('outlets', detail, 'Add outlets with "reveille outlets add URL".');
  const check = '"reveille outlets check" reads them now, and "reveille outlets list" says what failed.';
  if (failing.some(isLasting)) return wrong('outlets', detail, check);
  return right('outlets', detail, failing.length > 0 ? check : null);
}
