import { describeFault, UPLOAD, type PictureJudgement } from '../../../domain/pictures.ts';
import type { Picture } from '../../../domain/story.ts';
import { recordAudit } from '../../../platform/audit.ts';
import type { Db } from '../../../platform/db/client.ts';
import { cleanLine } from '../text.ts';
import { insertPicture, isKilled } from './save.ts';
import { isUploadFormat } from './sniff.ts';

export const UPLOAD_MAX_BYTES = 20_000_000;
const CREDIT_LENGTH = 200;
const ALT_LENGTH = 500;

export type Upload = { newsletterId: number; bytes: Buffer; credit: string; alt: string; actor: string };

/** The stored picture; or the field that is wrong, with a sentence. */
export type Uploaded =
  | { kind: 'stored'; picture: Picture }
  | { kind: 'refused'; field: 'file' | 'credit' | 'alt'; message: string };

const refuse = (field: 'file' | 'credit' | 'alt', message: string): Uploaded => ({ kind: 'refused', field, message });

function describe(fault: PictureJudgement): string {
  return fault === 'PICTURE_TOO_SMALL'
    ? 'This picture is too small: it needs at least 200 × 120 pixels.'
    : `This picture cannot be used: ${describeFault(fault)}.`;
}

/**
 * Checks a picture that staff uploaded for a story, makes our versions of it without the file's metadata, and stores them.
 * JPEG, PNG and WebP, up to 20 MB, with a credit. The audit log names who stored it. What is wrong with it is a value. Throws
 * only errors of the database.
 */
export async function storeUpload(deps: { db: Db; now: () => Date }, upload: Upload): Promise<Uploaded> {
  const { newsletterId, bytes, actor } = upload;
  const credit = cleanLine(upload.credit, CREDIT_LENGTH);
  if (credit === null) return refuse('credit', 'A picture needs a credit: who took it, or whose it is.');
  if (upload.alt.trim().length > ALT_LENGTH)
    return refuse('alt', `An alternative text has at most ${ALT_LENGTH} characters.`);
  if (bytes.length === 0) return refuse('file', 'Choose a file.');
  if (bytes.length > UPLOAD_MAX_BYTES) return refuse('file', 'The file is larger than 20 MB.');
  if (!isUploadFormat(bytes)) return refuse('file', 'The file is not a JPEG, PNG or WebP picture.');
  // Loading libvips takes 0.1 s and 20 MB.
  const { developPicture } = await import('./develop.ts');
  const developed = await developPicture(bytes, { credit, copyright: null, isChosen: true });
  if (await isKilled(deps, developed)) return refuse('file', 'Staff removed this picture everywhere.');
  if (developed.kind === 'refused') return refuse('file', describe(developed.fault));
  const { hash, width, height, widths, thumb, wide } = developed;
  const url = `${UPLOAD}${hash}`;
  await deps.db.transaction().execute(async (tx) => {
    await insertPicture(tx, developed, { sourceUrl: url, at: deps.now() });
    await tx
      .insertInto('picture_uploads')
      .values({ hash, newsletter_id: newsletterId, actor, at: deps.now() })
      .onConflict((conflict) => conflict.columns(['hash', 'newsletter_id']).doNothing())
      .execute();
    await recordAudit(tx, { actor, action: 'picture.add', newsletterId, detail: { credit, hash } });
  });
  const alt = cleanLine(upload.alt, ALT_LENGTH);
  const stored = { hash, width, height, widths, thumb, wide };
  return { kind: 'stored', picture: { url, width, height, alt, caption: null, credit, stored } };
}
