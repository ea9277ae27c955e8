import type { Db } from '../platform/db/client.ts';
import type { Log } from '../platform/log.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { describeFault } from '../domain/pictures.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Picture } from '../domain/story.ts';
import { assertFixable, fixStory } from '../editions/fix.ts';
import { loadEdition } from '../editions/load.ts';
import { listPictureChoices, type PictureChoice } from './compose/compose.ts';
import { fetchPictures, storeUpload, type Uploaded } from './ingest/ingest.ts';

type Deps = { db: Db; log: Log; queues: Queues; now: () => Date; publicUrl?: string };
type StoryOf = { editionId: number; storyId: number };

async function whyNotFetched({ db }: Deps, itemId: number): Promise<string> {
  const row = await db.selectFrom('items').select('picture_fault').where('id', '=', itemId).executeTakeFirst();
  return row?.picture_fault ? describeFault(row.picture_fault) : 'it could not be fetched; try again';
}

/** Fetches those pictures of a story that may be shown and were not fetched yet, so that people can look at them. */
export async function fetchChoices(deps: Deps, of: StoryOf): Promise<void> {
  const { choices } = await listPictureChoices(deps, of);
  const wanted = choices.filter(({ refusal, stored }) => refusal === null && stored === null);
  await fetchPictures(
    deps,
    wanted.map(({ itemId }) => [itemId]),
  );
}

function assertChoosable(choice: PictureChoice | undefined): asserts choice is PictureChoice {
  if (!choice)
    throw new ReveilleError('CONFLICT', 'This report is no longer part of the story, or has no picture any more.');
  if (choice.refusal !== null)
    throw new ReveilleError('INVALID_INPUT', `This picture cannot be chosen: ${choice.refusal}.`);
}

async function showPicture(deps: Deps, { editionId, storyId }: StoryOf, image: Picture | null, actor: string) {
  const { position, itemId } = await listPictureChoices(deps, { editionId, storyId });
  await fixStory(deps, { editionId, position, itemId, changes: { image }, actor });
}

/**
 * Lets a story of an edition show the picture of one of its reports, or none (null), by decision of staff. It is fetched
 * first where it was not yet. Composing again keeps the choice while the picture may be shown. Throws NOT_FOUND, CONFLICT (the
 * story or the report has moved), INVALID_INPUT (without the right, or unsuitable) and EDITION_STATE.
 */
export async function choosePicture(
  deps: Deps,
  { itemId, actor, ...of }: StoryOf & { itemId: number | null; actor: string },
): Promise<void> {
  if (itemId === null) return showPicture(deps, of, null, actor);
  const find = async () => (await listPictureChoices(deps, of)).choices.find((each) => each.itemId === itemId);
  let choice = await find();
  assertChoosable(choice);
  if (choice.stored === null) {
    await fetchPictures(deps, [[itemId]]);
    choice = await find();
    assertChoosable(choice);
  }
  if (choice.stored === null)
    throw new ReveilleError('INVALID_INPUT', `This picture cannot be chosen: ${await whyNotFetched(deps, itemId)}.`);
  return showPicture(deps, of, { ...choice.picture, stored: choice.stored }, actor);
}

/**
 * Lets a story show a picture that staff uploaded. What is wrong with the file, the credit or the alternative text is a value.
 * Throws NOT_FOUND, CONFLICT (the story has moved) and EDITION_STATE, before anything is stored: a stored picture is public at
 * its address.
 */
export async function uploadPicture(
  deps: Deps,
  { bytes, credit, alt, actor, ...of }: StoryOf & { bytes: Buffer; credit: string; alt: string; actor: string },
): Promise<Uploaded> {
  const loaded = await loadEdition(deps, of.editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${of.editionId}.`);
  assertFixable(loaded.edition);
  await listPictureChoices(deps, of);
  const uploaded = await storeUpload(deps, { newsletterId: loaded.newsletter.id, bytes, credit, alt, actor });
  if (uploaded.kind === 'stored') await showPicture(deps, of, uploaded.picture, actor);
  return uploaded;
}
