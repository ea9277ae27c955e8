/** The door of the render stage: from an edition's rows to its mail, encoded once for all its readers. */
import type { Db } from '../db/client.ts';
import { loadEdition, type LoadedEdition } from '../editions/load.ts';
import { ReveilleError } from '../errors.ts';
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
 * Renders an edition and stores its digest under (edition, revision, rehearsal, format, language). Rendering
 * again replaces that row in one statement; when it fails, the last good one stays.
 * Throws NOT_FOUND, RENDER_FAILED, HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function renderEdition(deps: Deps, editionId: number): Promise<Digest> {
  const { db, now } = deps;
  const loaded = await load(db, editionId);
  const { edition, newsletter } = loaded;
  const isRehearsal = deps.isRehearsal ?? edition.is_rehearsal;
  const digest = await buildDigest(deps, loaded, { isRehearsal });
  const { subject, preheader, mjml, html, plain, message } = digest;
  const rendered = { subject, preheader, mjml, html, plain, message, rendered_at: now() };
  await db
    .insertInto('digests')
    .values({
      edition_id: edition.id,
      revision: edition.revision,
      is_rehearsal: isRehearsal,
      format: 'full',
      language: newsletter.language,
      ...rendered,
    })
    .onConflict((conflict) =>
      conflict.columns(['edition_id', 'revision', 'is_rehearsal', 'format', 'language']).doUpdateSet(rendered),
    )
    .execute();
  return digest;
}

/** Renders an edition without storing anything; `eml` is the message as a made-up reader would get it. */
export async function previewEdition(deps: Deps, editionId: number): Promise<Digest & { eml: Buffer }> {
  const loaded = await load(deps.db, editionId);
  const isRehearsal = deps.isRehearsal ?? loaded.edition.is_rehearsal;
  const digest = await buildDigest(deps, loaded, { isRehearsal });
  return { ...digest, eml: spliceMessage(parseMessageTemplate(digest.message), SAMPLE_VALUES) };
}
