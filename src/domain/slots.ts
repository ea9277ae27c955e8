import type { StoredPicture } from './story.ts';

/** What stands among the stories and is no news: a sponsor's slot, and the publisher's own notice. */
export const SLOT_KINDS = ['sponsor', 'house'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/** `label`: null for the word of the mail's language (sponsor) or none (house). `after`: it stands below that story. */
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

/** The same as an edition keeps it: of a picture its hash, since whether it may be shown is decided each time. */
export type KeptSlots = SlotsOf<SlotOf<{ hash: string; alt: string }>>;

export const NO_SLOTS: Slots = { sponsor: null, house: null, mostRead: [] };
