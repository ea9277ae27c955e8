import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { right, wrong, type Verdict } from './verdict.ts';

const NEEDED = ['web', 'scheduler', 'newsroom', 'renderer', 'mailer'] as const;

/** Checks by their leases that at least one process of each kind lives, on any machine. */
export async function checkProcesses({ db }: { db: Db }): Promise<Verdict> {
  const { rows } = await sql<{ name: string; count: number }>`
    select substr(role, ${'process:'.length + 1}) as name, count(*) as count from leases
    where starts_with(role, 'process:') and until > now() group by 1`.execute(db);
  const counts = new Map(rows.map(({ name, count }) => [name, count]));
  const missing = NEEDED.filter((name) => !counts.has(name));
  const alive = NEEDED.filter((name) => counts.has(name)).map((name) => `${counts.get(name)} ${name}`);
  const found = alive.length > 0 ? `Alive: ${alive.join(', ')}` : 'No process is alive';
  if (missing.length === 0) return right('processes', `${found}.`);
  if (alive.length === 0) return wrong('processes', `${found}.`, 'Start the system with "reveille serve".');
  return wrong('processes', `${found}. Not alive: ${missing.join(', ')}.`, 'Start what is missing, and read its log.');
}
