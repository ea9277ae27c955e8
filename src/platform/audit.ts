import type { AuditAction } from '../domain/auditActions.ts';
import type { Db } from './db/client.ts';

export type AuditEntry = {
  /** The name of a member of staff, or `cli`, `scheduler` or `mailer`. */
  actor: string;
  action: AuditAction;
  newsletterId?: number | null;
  editionId?: number | null;
  detail?: Record<string, unknown>;
};

/** Records who did what, in the transaction of the action if `db` is one. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      actor: entry.actor,
      action: entry.action,
      newsletter_id: entry.newsletterId ?? null,
      edition_id: entry.editionId ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}
