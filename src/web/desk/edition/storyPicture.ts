import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { readId } from '../../../domain/numbers.ts';
import { loadEdition } from '../../../editions/load.ts';
import { listPictureChoices } from '../../../newsroom/compose/compose.ts';
import { choosePicture, fetchChoices, uploadPicture } from '../../../newsroom/storyPicture.ts';
import { lastFile, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import type { Staff, Web, WebContext } from '../../web.ts';
import { readFieldsAbove } from '../fieldsAbove.ts';
import { picturePage, type PictureView } from './picturePart.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const UPLOAD_PATH = /^\/desk\/editions\/(\d{1,9})\/upload$/;
const TOO_LARGE = 'The file is larger than 20 MB. Nothing was uploaded.';

const depsOf = (web: Web) => ({ ...web, publicUrl: web.config.publicUrl });

/** The page for one story of the edition. Throws CONFLICT if the story has left it. */
async function answerPicture(
  web: Web,
  c: WebContext,
  { editionId, storyId, staff }: { editionId: number; storyId: number; staff: Staff },
  { typed = { credit: '', alt: '' }, faults = {} }: Partial<Pick<PictureView, 'typed' | 'faults'>> = {},
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const loaded = await loadEdition(web, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', 'There is no such edition.');
  const found = await listPictureChoices(web, { editionId, storyId });
  setPolicy(c, 'desk');
  const view = { edition: loaded.edition, storyId, found, typed, faults };
  return c.html(picturePage({ site: web.site, staff }, view), status);
}

export async function showPictures(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const storyId = namedId('story', c.req.query('story'));
  return answerPicture(web, c, { editionId: edition.id, storyId, staff: c.var.staff! });
}

const ChooseForm = z.object({ story: text, item: text });

/** Lets a story show the picture of one of its reports, or none. */
export async function chooseStoryPicture(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story, item } = await readForm(c, ChooseForm);
  const of = { editionId: edition.id, storyId: namedId('story', story) };
  const staff = c.var.staff!;
  const itemId = item === 'none' ? null : namedId('picture', item);
  try {
    await choosePicture(depsOf(web), { ...of, itemId, actor: staff.name });
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT', 'EDITION_STATE', 'CONFLICT')) throw error;
    const status = isReveilleError(error, 'INVALID_INPUT') ? 422 : 409;
    return answerPicture(web, c, { ...of, staff }, { faults: { form: error.message } }, status);
  }
  const { position } = await listPictureChoices(web, of);
  const said = itemId === null ? 'picture-dropped' : 'picture-chosen';
  return backToEdition(web, c, edition.id, `?said=${said}#story-${position}`);
}

const PreviewForm = z.object({ story: text });

/** Fetches the pictures of a story's reports that may be shown, so that a person can look at them. */
export async function fetchPreviews(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story } = await readForm(c, PreviewForm);
  const storyId = namedId('story', story);
  await fetchChoices(depsOf(web), { editionId: edition.id, storyId });
  return backToEdition(web, c, edition.id, `/picture?story=${storyId}`);
}

const UploadForm = z.object({ file: lastFile, credit: text, alt: text });

/** Lets a story show a picture that staff upload. What is wrong comes back beside its field, with the texts kept. */
export async function upload(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const storyId = namedId('story', c.req.query('story'));
  const { file, credit, alt } = await readForm(c, UploadForm);
  const of = { editionId: edition.id, storyId };
  const staff = c.var.staff!;
  const refuse = (faults: PictureView['faults'], status: 409 | 422) =>
    answerPicture(web, c, { ...of, staff }, { typed: { credit, alt }, faults }, status);
  const bytes = file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  try {
    const uploaded = await uploadPicture(depsOf(web), { ...of, bytes, credit, alt, actor: staff.name });
    if (uploaded.kind === 'refused') return await refuse({ [uploaded.field]: uploaded.message }, 422);
  } catch (error) {
    if (!isReveilleError(error, 'EDITION_STATE', 'CONFLICT')) throw error;
    return refuse({ form: error.message }, 409);
  }
  const { position } = await listPictureChoices(web, of);
  return backToEdition(web, c, edition.id, `?said=picture-chosen#story-${position}`);
}

/** Answers a picture that is too large, before it was read: on the page of its form, with the texts kept. */
export async function refuseLargeStoryPicture(web: Web, c: WebContext): Promise<Response> {
  const [, editionId] = UPLOAD_PATH.exec(c.req.path) ?? [];
  const storyId = readId(c.req.query('story') ?? '');
  if (editionId === undefined || storyId === null)
    throw new ReveilleError('INVALID_INPUT', 'The file is larger than 20 MB.');
  const { credit = '', alt = '' } = await readFieldsAbove(web, c);
  const refused = { typed: { credit, alt }, faults: { file: TOO_LARGE } };
  return answerPicture(web, c, { editionId: Number(editionId), storyId, staff: c.var.staff! }, refused, 413);
}
