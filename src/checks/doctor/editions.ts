import { listOverdue } from '../../editions/load.ts';
import type { Db } from '../../platform/db/client.ts';
import { right, wrong, type Verdict } from './verdict.ts';

/** Checks that no edition of the last three days is late or held back. */
export async function checkEditions({ db, now }: { db: Db; now: () => Date }): Promise<Verdict> {
  const overdue = await listOverdue({ db }, now());
  if (overdue.length === 0) return right('editions', 'None is late or held back.');
  const named = overdue.map(({ id, slug, date, flag }) => `${id} (${slug}, ${date}): ${flag ?? 'overdue'}`);
  return wrong(
    'editions',
    `Late or held back: ${named.join('; ')}.`,
    '"reveille status EDITION" says why; docs/runbook.md says what to do.',
  );
}
