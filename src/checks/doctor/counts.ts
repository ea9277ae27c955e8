import { compareCounts } from '../../editions/keepCounts.ts';
import type { Db } from '../../platform/db/client.ts';
import { right, wrong, type Verdict } from './verdict.ts';

/** Checks that the kept counts of subscriptions and of recent deliveries agree with the rows. */
export async function checkCounts({ db }: { db: Db }): Promise<Verdict> {
  const { deliveries, subscriptions } = await compareCounts({ db });
  if (deliveries + subscriptions === 0) return right('counts', 'The kept counts are those of the rows.');
  return wrong(
    'counts',
    `Kept counts differ from the rows: ${deliveries} of deliveries, ${subscriptions} of subscriptions.`,
    '"reveille recount" corrects them.',
  );
}
