import { sql } from 'kysely';
import { saveLinks } from '../editions/clicks/links.ts';
import type { LoadedEdition } from '../editions/load.ts';
import { keepSlots } from '../editions/slots.ts';
import { ownVariant, variantKey, type Variant } from '../editions/variants.ts';
import type { Db } from '../platform/db/client.ts';
import type { Log } from '../platform/log.ts';
import type { Digest } from './digest.ts';

/** Why staff should check an edition that is sent anyway. */
export type Flag = { flag: 'older_templates' | 'story_left_out'; detail: string };
/** The digests of an edition, the newsletter's own first. */
export type Built = { digests: Digest[]; flag: Flag | null };

type Stored = { editionId: number; revision: number; isRehearsal: boolean; own: Variant; at: Date };

/** Stores a digest. Existing rows stay. */
export async function insertDigest(tx: Db, digest: Digest, stored: Stored): Promise<void> {
  const { variant, subject, preheader, mjml, html, plain, message, droppedStories } = digest;
  await tx
    .insertInto('digests')
    .values({
      edition_id: stored.editionId,
      revision: stored.revision,
      is_rehearsal: stored.isRehearsal,
      ...variant,
      is_own: variantKey(variant) === variantKey(stored.own),
      subject,
      preheader,
      mjml,
      html,
      plain,
      message,
      rendered_at: stored.at,
      dropped_stories: droppedStories,
    })
    .onConflict((conflict) =>
      conflict.columns(['edition_id', 'revision', 'is_rehearsal', 'format', 'language']).doNothing(),
    )
    .execute();
}

/**
 * Stores an edition's digests under the revision for which they were rendered. If a fix waited for that revision, it
 * becomes the edition's: all or nothing. False if a later fix has overtaken it. Digests that may have been sent stay
 * unchanged, so that a reader's message can be rebuilt.
 */
export async function saveDigests(
  { db, log, now }: { db: Db; log: Log; now: () => Date },
  loaded: LoadedEdition,
  isRehearsal: boolean,
  { digests, flag }: Built,
): Promise<boolean> {
  const { edition, newsletter } = loaded;
  const revision = edition.next_revision ?? edition.revision;
  const stored = { editionId: edition.id, revision, isRehearsal, own: ownVariant(newsletter), at: now() };
  // Flags of other checks take precedence.
  const isOurs = sql`(flag is null or flag in ('render_failed', 'older_templates', 'story_left_out'))`;
  if (flag) log.error({ edition: edition.id, ...flag }, 'an edition was rendered with replacements');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isStarted: boolean }>`
      update editions
      set revision = ${revision}, next_revision = null,
          slots = case when started_at is null then ${JSON.stringify(keepSlots(loaded.slots))}::jsonb else slots end,
          flag = case when ${isOurs} then ${flag?.flag ?? null} else flag end,
          flag_detail = case when ${isOurs} then ${flag?.detail ?? null} else flag_detail end
      where id = ${edition.id} and revision = ${edition.revision}
        and next_revision is not distinct from ${edition.next_revision}::integer
      returning started_at is not null as "isStarted"`.execute(tx);
    const saved = rows[0];
    if (!saved) return false;
    // Before the first message, the newsletter's language may have changed.
    if (!saved.isStarted)
      await tx
        .deleteFrom('digests')
        .where('edition_id', '=', edition.id)
        .where('revision', '=', revision)
        .where('is_rehearsal', '=', isRehearsal)
        .execute();
    await saveLinks({ db: tx }, loaded, { isRehearsal });
    for (const digest of digests) await insertDigest(tx, digest, stored);
    return true;
  });
}
