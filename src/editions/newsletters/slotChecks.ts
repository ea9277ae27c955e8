import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import type { Newsletters } from '../../platform/db/tables/newsletters.ts';
import type { SettingProblems } from './settings.ts';

/** What the settings of a slot depend on together. */
export const SLOT_COLUMNS = [
  'sponsor_picture',
  'sponsor_alt',
  'sponsor_from',
  'sponsor_until',
  'house_picture',
  'house_alt',
  'house_from',
  'house_until',
] as const;

type Columns = Partial<Insertable<Newsletters>>;
type Before = Pick<Selectable<Newsletters>, 'id' | 'sponsor_picture' | 'house_picture'>;

const ENDS_BEFORE = 'must not be before the first day';
const NEEDS_ALT = 'must say what the picture shows';

/** What is wrong with the settings of the two slots together: a picture that nobody describes, an end before the start. */
export function checkSlots(columns: Columns): SettingProblems {
  const { sponsor_from: from, sponsor_until: until, house_from: houseFrom, house_until: houseUntil } = columns;
  return {
    ...(columns.sponsor_picture && !columns.sponsor_alt ? { sponsorAlt: NEEDS_ALT } : {}),
    ...(from && until && until < from ? { sponsorUntil: ENDS_BEFORE } : {}),
    ...(columns.house_picture && !columns.house_alt ? { houseAlt: NEEDS_ALT } : {}),
    ...(houseFrom && houseUntil && houseUntil < houseFrom ? { houseUntil: ENDS_BEFORE } : {}),
  };
}

const FOREIGN = 'is no picture that was uploaded for this newsletter; upload it first';

/** The pictures among the changes that were not uploaded for this newsletter: of others, the paper may not have the rights. */
export async function findForeignPictures(tx: Tx, before: Before, given: Columns): Promise<SettingProblems> {
  const isForeign = async (hash: string | null | undefined, known: string | null): Promise<boolean> => {
    if (!hash || hash === known) return false;
    const found = await tx
      .selectFrom('picture_uploads as u')
      .innerJoin('showable_pictures as p', 'p.hash', 'u.hash')
      .select('u.hash')
      .where('u.hash', '=', hash)
      .where('u.newsletter_id', '=', before.id)
      .executeTakeFirst();
    return found === undefined;
  };
  return {
    ...((await isForeign(given.sponsor_picture, before.sponsor_picture)) ? { sponsorPicture: FOREIGN } : {}),
    ...((await isForeign(given.house_picture, before.house_picture)) ? { housePicture: FOREIGN } : {}),
  };
}
