import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import { unattendedPolicy, type Unattended } from '../domain/approval.ts';
import { OPEN } from '../domain/states.ts';
import { loadApproval, UNAPPROVED } from '../editions/approval.ts';
import { cancelEdition, SCHEDULER } from '../editions/control.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { keepOwnStories } from '../newsroom/compose/compose.ts';
import type { SweepDeps } from './deps.ts';

async function hold({ db, log }: SweepDeps, editionId: number, detail: string): Promise<false> {
  const { numAffectedRows } = await sql`
    update editions set flag = ${UNAPPROVED}, flag_detail = ${detail}
    where id = ${editionId} and state = any(${OPEN}::text[])
      and (flag, flag_detail) is distinct from (${UNAPPROVED}, ${detail})`.execute(db);
  if (numAffectedRows) log.warn({ edition: editionId }, 'an edition waits for its approval');
  return false;
}

/** A sweep comes back each second while something else holds the edition. */
async function recordOnce({ db }: SweepDeps, editionId: number, policy: Unattended): Promise<void> {
  const known = await db
    .selectFrom('audit_log')
    .select('id')
    .where('edition_id', '=', editionId)
    .where('action', '=', 'unattended')
    .executeTakeFirst();
  if (!known) await recordAudit(db, { actor: SCHEDULER, action: 'unattended', editionId, detail: { policy } });
}

async function sendOwn(deps: SweepDeps, editionId: number): Promise<boolean> {
  const reason = 'nobody approved the edition by its send hour';
  const { own, isOwnOnly } = await keepOwnStories(deps, { editionId, actor: SCHEDULER, reason });
  if (!isOwnOnly)
    return hold(deps, editionId, `Nobody approved it, and it has only ${own} own stories to send without approval.`);
  await recordOnce(deps, editionId, 'own');
  return true;
}

const POLICIES: Record<Unattended, (deps: SweepDeps, editionId: number) => Promise<boolean>> = {
  send: async (deps, editionId) => {
    await recordOnce(deps, editionId, 'send');
    return true;
  },
  own: sendOwn,
  skip: async (deps, editionId) => {
    await recordOnce(deps, editionId, 'skip');
    await cancelEdition(deps, { editionId, actor: SCHEDULER });
    return false;
  },
  hold: (deps, editionId) =>
    hold(deps, editionId, 'Its send hour has come, and nobody has approved it. It is sent as soon as somebody does.'),
};

/**
 * What the send hour of an edition brings: true if it may be sent now. One that nobody approved is sent, reduced to the
 * newsletter's own stories, cancelled or held, by the newsletter's policy (src/domain/approval.ts). What was done
 * without a person is in the audit log.
 */
export async function mayGo(deps: SweepDeps, newsletter: Newsletter, editionId: number): Promise<boolean> {
  const stands = await loadApproval(deps.db, editionId);
  if (stands === undefined || stands.isApproved) return stands !== undefined;
  const policy = unattendedPolicy(newsletter);
  // Without an approval to wait for, this is every day's send.
  if (newsletter.approval === 'none' && policy === 'send') return true;
  return POLICIES[policy](deps, editionId);
}
