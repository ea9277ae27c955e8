import type { Db } from '../../platform/db/client.ts';
import { checkClock } from '../preflight/clock.ts';
import { fold, type Verdict } from './verdict.ts';

/** Compares this machine's clock with the database's. */
export async function checkClocks({ db }: { db: Db }): Promise<Verdict> {
  const finding = await checkClock({ db }, null);
  return fold('clock', [finding], finding.found);
}
