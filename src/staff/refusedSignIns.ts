import { sql } from 'kysely';
import type { AuditAction } from '../domain/auditActions.ts';
import { chargeAll, type Allowance } from '../platform/allowances.ts';
import type { Db } from '../platform/db/client.ts';
import { accountKey, wideNetworkOf } from './signInLimits.ts';

/** An attack that lasts for days writes a line an hour, not a line for each attempt. */
const TOLD: Allowance = { count: 1, windowMs: 60 * 60_000 };

type Refused = { name: string; network: string; action: Extract<AuditAction, 'login.wrong' | 'login.locked'> };

/**
 * Records in the audit log that a sign-in to an existing account was refused, at most once an hour for an account and an
 * action. A name that no account has is not stored, and takes the same time: the commit does not wait for the disk.
 */
export async function recordRefusedSignIn(
  deps: { db: Db; now: () => Date },
  { name, network, action }: Refused,
): Promise<void> {
  if (await chargeAll(deps, [{ key: `${accountKey(name)}told:${action}`, allowance: TOLD }])) return;
  // A colleague who mistypes a password shows nobody where they are.
  const detail = action === 'login.locked' ? { name, network: wideNetworkOf(network) } : { name };
  await sql`
    with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
    insert into audit_log (actor, action, detail)
    select 'sign-in page', ${action}, ${JSON.stringify(detail)}::jsonb from unhurried
    where exists (select from staff where name = ${name})`.execute(deps.db);
}
