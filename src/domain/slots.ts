import type { StoredPicture } from './story.ts';

/** The boxes among the stories that are no news: the sponsor's slot, and the publisher's own notice. */
export const SLOT_KINDS = ['sponsor', 'house'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/**
 * `label`: null for the standard word in the mail's language (sponsor) or no label (house). `after`: the place of the
 * story above it.
 */
type SlotOf<Picture> = {
  label: string | null;
  text: string;
  url: string | null;
  picture: Picture | null;
  after: number;
};
export type Slot = SlotOf<StoredPicture & { alt: string }>;

/** A story that readers of the last edition followed most. */
export type MostRead = { headline: string; url: string; outlet: string };

type SlotsOf<Each> = { sponsor: Each | null; house: Each | null; mostRead: MostRead[] };

/** What an edition shows beside its stories. */
export type Slots = SlotsOf<Slot>;

/**
 * The same in the form that an edition stores: a picture is a hash, because each request checks whether it may be
 * shown.
 */
export type KeptSlots = SlotsOf<SlotOf<{ hash: string; alt: string }>>;

export const NO_SLOTS: Slots = { sponsor: null, house: null, mostRead: [] };
