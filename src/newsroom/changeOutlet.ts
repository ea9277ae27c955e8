import type { AuditAction } from '../domain/auditActions.ts';
import { ReveilleError } from '../domain/errors.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';

type Changed = { newsletter_id: number; name: string; url: string };

const missing = (outletId: number): ReveilleError =>
  new ReveilleError('NOT_FOUND', `There is no outlet ${outletId}; "reveille outlets list" shows the outlets.`);

/** Runs a change and its entry in the audit log in one transaction. Throws NOT_FOUND where it changed nothing. */
async function audited(
  db: Db,
  { outletId, actor, action }: { outletId: number; actor: string; action: AuditAction },
  change: (tx: Tx) => Promise<Changed | undefined>,
): Promise<Changed> {
  return db.transaction().execute(async (tx) => {
    const changed = await change(tx);
    if (!changed) throw missing(outletId);
    const { newsletter_id: newsletterId, name, url } = changed;
    await recordAudit(tx, { actor, action, newsletterId, detail: { outletId, name, url } });
    return changed;
  });
}

/**
 * Pauses an outlet, which then is not fetched, or resumes it, and it is due at once. Stories that were read before a pause
 * stay. Throws NOT_FOUND.
 */
export async function setOutletPaused(
  { db, now }: { db: Db; now: () => Date },
  outletId: number,
  { isPaused, actor }: { isPaused: boolean; actor: string },
): Promise<void> {
  const values = isPaused ? { paused_at: now() } : { paused_at: null, next_fetch_at: now() };
  await audited(db, { outletId, actor, action: isPaused ? 'outlet.pause' : 'outlet.resume' }, (tx) =>
    tx
      .updateTable('outlets')
      .set(values)
      .where('id', '=', outletId)
      .returning(['newsletter_id', 'name', 'url'])
      .executeTakeFirst(),
  );
}

/**
 * Removes an outlet with its items. Editions that carry their stories keep them. Returns its newsletter's id: the stories
 * are to be placed again. Throws NOT_FOUND.
 */
export async function removeOutlet({ db }: { db: Db }, outletId: number, actor: string): Promise<number> {
  const removed = await audited(db, { outletId, actor, action: 'outlet.remove' }, (tx) =>
    tx.deleteFrom('outlets').where('id', '=', outletId).returning(['newsletter_id', 'name', 'url']).executeTakeFirst(),
  );
  return removed.newsletter_id;
}

/**
 * Reads another of the feeds that were found at an outlet's address, from now on. Throws NOT_FOUND, or INVALID_INPUT if the
 * feed is none of them.
 */
export async function chooseFeed(
  { db, now }: { db: Db; now: () => Date },
  outletId: number,
  { feedUrl, actor }: { feedUrl: string; actor: string },
): Promise<void> {
  await audited(db, { outletId, actor, action: 'outlet.feed' }, async (tx) => {
    const outlet = await tx
      .selectFrom('outlets')
      .select(['url', 'found_feeds'])
      .where('id', '=', outletId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!outlet) return undefined;
    if (!outlet.found_feeds.some(({ url }) => url === feedUrl))
      throw new ReveilleError('INVALID_INPUT', 'Choose one of the feeds that were found.');
    return tx
      .updateTable('outlets')
      .set({
        feed_url: feedUrl === outlet.url ? null : feedUrl,
        etag: null,
        last_modified: null,
        next_fetch_at: now(),
      })
      .where('id', '=', outletId)
      .returning(['newsletter_id', 'name', 'url'])
      .executeTakeFirst();
  });
}
