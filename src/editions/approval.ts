import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Approval } from '../domain/approval.ts';
import { type EditionState, isAnyOf, OPEN } from '../domain/states.ts';
import { RECHECK } from './fix.ts';
import { assertEnoughStories } from './enoughStories.ts';
import { refuseEdition } from './refuse.ts';

/** The flag of an edition whose send hour came before its approval. */
export const UNAPPROVED = 'unapproved';

// The audit log's names for what changes an edition's text or stories.
const CHANGES = [
  'fix',
  'words',
  'pick',
  'unpick',
  'replace',
  'order',
  'undo',
  'add',
  'join',
  'split',
  'keep',
  'unkeep',
];
// Programs: what they change is no person's work.
const PROGRAMS = [RECHECK, 'scheduler', 'mailer'];

type Editor = { actor: string; at: Date };

/** The people who changed an edition, each with their latest change. */
async function listEditors(db: Db, editionId: number): Promise<Editor[]> {
  const { rows } = await sql<Editor>`
    select actor, max(at) as at from audit_log
    where edition_id = ${editionId} and action = any(${CHANGES}::text[]) and not actor = any(${PROGRAMS}::text[])
    group by actor order by actor`.execute(db);
  return rows;
}

type Approved = { state: EditionState; approvedAt: Date | null; approval: Approval };

/** True if an edition has the approval that its newsletter asks for. A change made after a second person's approval ends it. */
async function isApproved(db: Db, editionId: number, { state, approvedAt, approval }: Approved): Promise<boolean> {
  if (state !== 'approved' || approvedAt === null) return false;
  if (approval !== 'second') return true;
  return (await listEditors(db, editionId)).every(({ at }) => at <= approvedAt);
}

/** How an edition's approval stands. `by`, `at`: the latest approval, also one that a later change has ended. */
export type ApprovalStands = {
  state: EditionState;
  approval: Approval;
  isApproved: boolean;
  by: string | null;
  at: Date | null;
};

/** How an edition's approval stands; undefined where there is no such edition. */
export async function loadApproval(db: Db, editionId: number): Promise<ApprovalStands | undefined> {
  const row = await db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletter_id')
    .select(['e.state', 'e.approved_at as approvedAt', 'e.approved_by as by', 'n.approval'])
    .where('e.id', '=', editionId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { state, approval, by, approvedAt: at } = row;
  return { state, approval, by, at, isApproved: await isApproved(db, editionId, row) };
}

/**
 * Refuses a send by staff of an edition whose newsletter wants a second person, until that person has approved it.
 * Throws CONFLICT.
 */
export async function assertSecondApproved(db: Db, editionId: number): Promise<void> {
  const stands = await loadApproval(db, editionId);
  if (stands?.approval === 'second' && isAnyOf(OPEN, stands.state) && !stands.isApproved)
    throw new ReveilleError(
      'CONFLICT',
      `Edition ${editionId} needs the approval of a person who changed nothing in it, before it is sent.`,
    );
}

async function assertSecond(tx: Tx, editionId: number, actor: string): Promise<void> {
  const editors = await listEditors(tx, editionId);
  if (editors.some((each) => each.actor === actor))
    throw new ReveilleError(
      'CONFLICT',
      `${actor} changed edition ${editionId}. Its newsletter wants the approval of somebody who changed nothing in it.`,
    );
}

/**
 * Approves an edition. It keeps its stories from now on, and is sent at its send time. Approving again renews the
 * approval. The database's clock tells when, as it does for changes. Throws EDITION_STATE, EDITION_TOO_FEW_STORIES,
 * NOT_FOUND or, where a second person is wanted and `actor` changed the edition, CONFLICT.
 */
export async function approveEdition(
  { db }: { db: Db },
  { editionId, actor }: { editionId: number; actor: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ state: EditionState; approval: Approval }>`
      select e.state, n.approval from editions e join newsletters n on n.id = e.newsletter_id
      where e.id = ${editionId} for no key update of e`.execute(tx);
    const edition = rows[0];
    if (!edition || !isAnyOf(OPEN, edition.state))
      await refuseEdition(tx, editionId, 'cannot be approved: its send has started or is over');
    await assertEnoughStories(tx, editionId);
    if (edition?.approval === 'second') await assertSecond(tx, editionId, actor);
    await sql`
      update editions
      set state = 'approved', approved_at = now(), approved_by = ${actor},
          flag = case when flag = ${UNAPPROVED} then null else flag end,
          flag_detail = case when flag = ${UNAPPROVED} then null else flag_detail end
      where id = ${editionId}`.execute(tx);
    await recordAudit(tx, { actor, action: 'approve', editionId });
  });
}
