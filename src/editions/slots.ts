import type { Selectable } from 'kysely';
import { NO_SLOTS, SLOT_KINDS, type KeptSlots, type Slot, type SlotKind, type Slots } from '../domain/slots.ts';
import type { StoredPicture } from '../domain/story.ts';
import type { Db } from '../platform/db/client.ts';
import type { Editions } from '../platform/db/tables/editions.ts';
import type { Newsletter } from './newsletters/newsletters.ts';

type Edition = Selectable<Editions>;
type Kept = NonNullable<KeptSlots['sponsor']>;

const isOn = (date: string, from: string | null, until: string | null): boolean =>
  (from === null || from <= date) && (until === null || date <= until);

const pictureOf = (hash: string | null, alt: string | null): Kept['picture'] =>
  hash === null ? null : { hash, alt: alt ?? '' };

/** The sponsor's slot that the newsletter's settings give an edition of that date. */
function bookedSponsor(newsletter: Newsletter, date: string): Kept | null {
  const { sponsor_text: text, sponsor_label: label, sponsor_url: url, sponsor_after: after } = newsletter;
  if (text === null || !isOn(date, newsletter.sponsor_from, newsletter.sponsor_until)) return null;
  return { label, text, url, picture: pictureOf(newsletter.sponsor_picture, newsletter.sponsor_alt), after };
}

/** As bookedSponsor, for the house notice. */
function bookedHouse(newsletter: Newsletter, date: string): Kept | null {
  const { house_notice: text, house_label: label, house_notice_url: url, house_after: after } = newsletter;
  if (text === null || !isOn(date, newsletter.house_from, newsletter.house_until)) return null;
  return { label, text, url, picture: pictureOf(newsletter.house_picture, newsletter.house_alt), after };
}

/**
 * What an edition shows beside its stories, before its pictures are looked up. What it kept at its first message stays. A
 * special edition is news that cannot wait and has neither slot; a correction has those of the edition that it corrects.
 */
export function chooseSlots(edition: Edition, newsletter: Newsletter): KeptSlots {
  const { kind, date, slots: kept, started_at: startedAt } = edition;
  if (kind === 'correction' || (startedAt !== null && kept !== null)) return kept ?? NO_SLOTS;
  if (kind === 'special') return NO_SLOTS;
  const house = bookedHouse(newsletter, date);
  // It was sent before slots were kept, and so without a sponsor.
  if (startedAt !== null) return { ...NO_SLOTS, house };
  return { sponsor: bookedSponsor(newsletter, date), house, mostRead: [] };
}

/** The pictures that may be shown now, by hash. */
async function loadPictures(db: Db, hashes: readonly string[]): Promise<Map<string, StoredPicture>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('showable_pictures')
    .select(['hash', 'width', 'height', 'widths', 'thumb', 'wide'])
    .where('hash', 'in', hashes)
    .execute();
  return new Map(rows.map((row) => [row.hash, row]));
}

/** Loads what an edition shows beside its stories, without pictures that may not be shown now. */
export async function loadSlots({ db }: { db: Db }, edition: Edition, newsletter: Newsletter): Promise<Slots> {
  const chosen = chooseSlots(edition, newsletter);
  const pictures = await loadPictures(
    db,
    SLOT_KINDS.flatMap((kind) => chosen[kind]?.picture?.hash ?? []),
  );
  const build = (kind: SlotKind): Slot | null => {
    const slot = chosen[kind];
    if (slot === null) return null;
    const stored = pictures.get(slot.picture?.hash ?? '');
    return { ...slot, picture: stored && slot.picture ? { ...stored, alt: slot.picture.alt } : null };
  };
  return { sponsor: build('sponsor'), house: build('house'), mostRead: chosen.mostRead };
}

/** The slots as an edition keeps them. */
export function keepSlots({ sponsor, house, mostRead }: Slots): KeptSlots {
  const keep = (slot: Slot | null): Kept | null =>
    slot && { ...slot, picture: slot.picture && pictureOf(slot.picture.hash, slot.picture.alt) };
  return { sponsor: keep(sponsor), house: keep(house), mostRead };
}
