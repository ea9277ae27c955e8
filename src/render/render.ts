/** The door of the render stage: from an edition's rows to its mail, encoded once for all its readers. */
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { loadEdition, type LoadedEdition } from '../editions/load.ts';
import { isReveilleError, messageOf, ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { parseMessageTemplate, spliceMessage } from '../message/template.ts';
import { buildDigest, type Digest, SAMPLE_VALUES } from './digest.ts';

export { renderOutbox } from './outbox.ts';
export type { Digest } from './digest.ts';

type Deps = {
  db: Db;
  log: Log;
  now: () => Date;
  /** Without a slash at its end. */
  publicUrl: string;
  /** Where the mail goes to the built-in inbox; what the edition's row says, unless told. */
  isRehearsal?: boolean;
};

async function load(db: Db, editionId: number): Promise<LoadedEdition> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  return loaded;
}

/**
 * Stores a digest under the revision that it was rendered for, and makes that the edition's revision where a fix
 * waited for it: both or neither. False where a later fix overtook it. What may have gone out already stays as it
 * is: a reader's message can be made again from it.
 */
async function saveDigest(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { edition, newsletter }: LoadedEdition,
  isRehearsal: boolean,
  { subject, preheader, mjml, html, plain, message }: Digest,
): Promise<boolean> {
  const revision = edition.next_revision ?? edition.revision;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isStarted: boolean }>`
      update editions
      set revision = ${revision}, next_revision = null,
          flag = case when flag = 'render_failed' then null else flag end,
          flag_detail = case when flag = 'render_failed' then null else flag_detail end
      where id = ${edition.id} and revision = ${edition.revision}
        and next_revision is not distinct from ${edition.next_revision}::integer
      returning started_at is not null as "isStarted"`.execute(tx);
    const saved = rows[0];
    if (!saved) return false;
    const rendered = { subject, preheader, mjml, html, plain, message, rendered_at: now() };
    await tx
      .insertInto('digests')
      .values({
        edition_id: edition.id,
        revision,
        is_rehearsal: isRehearsal,
        format: 'full',
        language: newsletter.language,
        ...rendered,
      })
      .onConflict((conflict) => {
        const same = conflict.columns(['edition_id', 'revision', 'is_rehearsal', 'format', 'language']);
        return saved.isStarted ? same.doNothing() : same.doUpdateSet(rendered);
      })
      .execute();
    return true;
  });
}

/**
 * Renders an edition and stores its digest under (edition, revision, rehearsal, format, language); a fix that waits
 * for its revision gets it here. Rendering again replaces that row in one statement, unless the edition's send has
 * begun; when rendering fails, the last good one stays.
 * Throws NOT_FOUND, RENDER_FAILED, HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function renderEdition(deps: Deps, editionId: number): Promise<Digest> {
  for (;;) {
    const loaded = await load(deps.db, editionId);
    const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
    const digest = await buildDigest(deps, loaded, { isRehearsal });
    if (await saveDigest(deps, loaded, isRehearsal, digest)) return digest;
  }
}

/**
 * Renders the revision that a fix of an edition waits for; messages from then on carry it. Where it cannot be
 * rendered, the send goes on with the revision before, and the edition is flagged `render_failed` for a person: the
 * story keeps its new text, and the next fix has it rendered again. Returns the revision, or null where none
 * waits or it could not be rendered. Safe to call any number of times at once.
 */
export async function renderRevision(deps: Deps, editionId: number): Promise<number | null> {
  for (;;) {
    const loaded = await load(deps.db, editionId);
    const { next_revision: revision, is_rehearsal: isRehearsal, state } = loaded.edition;
    if (revision === null || state === 'cancelled') return null;
    const digest = await buildDigest(deps, loaded, { isRehearsal }).catch((error: unknown) => {
      if (!isReveilleError(error)) throw error;
      return error;
    });
    if (digest instanceof ReveilleError) {
      if (await giveUpRevision(deps, editionId, revision, digest)) return null;
    } else if (await saveDigest(deps, loaded, isRehearsal, digest)) return revision;
  }
}

/** The send goes on as it was, and staff are told. False where a later fix overtook it. */
async function giveUpRevision(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  editionId: number,
  revision: number,
  error: ReveilleError,
): Promise<boolean> {
  const why = messageOf(error);
  const detail = `A fix (revision ${revision}) could not be rendered, and the text before it goes on: ${why}`;
  const { numAffectedRows } = await sql`
    update editions set next_revision = null, flag = 'render_failed', flag_detail = ${detail}
    where id = ${editionId} and next_revision = ${revision}`.execute(db);
  if (numAffectedRows)
    log.error({ edition: editionId, revision, code: error.code, why }, 'a fix could not be rendered');
  return Number(numAffectedRows ?? 0) > 0;
}

/** Renders an edition without storing anything; `eml` is the message as a made-up reader would get it. */
export async function previewEdition(deps: Deps, editionId: number): Promise<Digest & { eml: Buffer }> {
  const loaded = await load(deps.db, editionId);
  const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
  const digest = await buildDigest(deps, loaded, { isRehearsal });
  return { ...digest, eml: spliceMessage(parseMessageTemplate(digest.message), SAMPLE_VALUES) };
}
