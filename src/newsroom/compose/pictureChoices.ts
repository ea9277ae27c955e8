import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { describeFault, type PictureFault } from '../../domain/pictures.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Picture, StoredPicture } from '../../domain/story.ts';
import { loadEdition } from '../../editions/load.ts';
import { refuseItem, whyNoPicture, type Use } from '../rights/grants.ts';
import { loadStoryItems, loadUse } from './storyItems.ts';
import { compareItems, mayShowPicture, pictureOf, type StoryItem } from './snapshot.ts';

/**
 * A picture of one of a story's reports. `picture`: as the edition would show it, with its credit. `refusal`: why it cannot
 * be chosen, as the end of a sentence. `stored`: null until it was fetched.
 */
export type PictureChoice = {
  itemId: number;
  outlet: string;
  picture: Picture;
  stored: StoredPicture | null;
  refusal: string | null;
};

/** A story of an edition, with the pictures that it could show. `image`: the one that it shows. */
export type PictureChoices = {
  position: number;
  itemId: number | null;
  headline: string;
  image: Picture | null;
  choices: PictureChoice[];
};

type Raw = { id: number; image: Picture; fault: PictureFault | null };

/** The pictures as the outlets give them, also those that turned out unsuitable. */
async function loadRaw(db: Db, itemIds: readonly number[]): Promise<Map<number, Raw>> {
  const { rows } = await sql<Raw>`
    select id, image, case when picture_url = image ->> 'url' then picture_fault end as fault
    from items where id = any(${itemIds}::int[]) and image is not null`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

function toChoice(item: StoryItem, { image, fault }: Raw, leadId: number | null, use: Use): PictureChoice {
  const whole = { ...item, image };
  const judged = fault?.startsWith('PICTURE_') ? describeFault(fault) : null;
  const refusal =
    refuseItem(item, use) ?? whyNoPicture({ ...whole, image: withFileCredit(image, item) }, use) ?? judged;
  const shown = pictureOf(whole, use) ?? mayShowPicture(whole, use) ?? image;
  // A borrowed picture always has a credit.
  const credit = shown.credit ?? item.fileCredit ?? (item.id === leadId ? null : item.outletName);
  return {
    itemId: item.id,
    outlet: item.outletName,
    picture: { ...shown, credit },
    stored: refusal === null ? item.stored : null,
    refusal,
  };
}

const withFileCredit = (image: Picture, { fileCredit }: StoryItem): Picture => ({
  ...image,
  credit: image.credit ?? fileCredit,
});

/** Lists the pictures of all reports of an edition's story: its lead's first, then our own. Throws NOT_FOUND, CONFLICT. */
export async function listPictureChoices(
  { db, now }: { db: Db; now: () => Date },
  { editionId, storyId }: { editionId: number; storyId: number },
): Promise<PictureChoices> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const story = loaded.stories.find((each) => each.story_id === storyId);
  if (!story)
    throw new ReveilleError('CONFLICT', 'The story is no longer in the edition. It may have been joined or withdrawn.');
  const sendAt = new Date(Math.max(loaded.edition.due_at?.getTime() ?? 0, now().getTime()));
  const use = await loadUse(db, loaded.newsletter, sendAt);
  const items = (await loadStoryItems(db, [storyId])).get(storyId) ?? [];
  const raw = await loadRaw(
    db,
    items.map(({ id }) => id),
  );
  const leads = (item: StoryItem): number => Number(item.id === story.item_id);
  const seen = new Set<string>();
  const choices = items
    .toSorted((a, b) => leads(b) - leads(a) || compareItems(a, b))
    .flatMap((item) => {
      const its = raw.get(item.id);
      if (!its || seen.has(its.image.url)) return [];
      seen.add(its.image.url);
      return [toChoice(item, its, story.item_id, use)];
    });
  return { position: story.position, itemId: story.item_id, headline: story.headline, image: story.image, choices };
}
