import type { Slot, SlotKind, Slots } from '../domain/slots.ts';
import { bindLastWords } from '../language/bind.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import type { Theme } from '../editions/themes/theme.ts';
import type { MailWords } from '../language/catalogues.ts';
import { clean, cleanLine } from './clean.ts';
import { buildSlotPicture, type PictureView } from './picture.ts';

/** A tinted box among the stories. `isOurs`: its label is a word of ours. */
export type SlotView = {
  kind: SlotKind;
  isSponsor: boolean;
  label: string | null;
  isOurs: boolean;
  text: string;
  url: string | null;
  picture: PictureView | null;
};

type SlotLook = { words: MailWords; theme: Theme; picturesUrl: string; storyCount: number; hasPictures: boolean };

function buildSlot(kind: SlotKind, slot: Slot, { words, theme, picturesUrl, hasPictures }: SlotLook): SlotView[] {
  const text = cleanLine(slot.text);
  if (text === null) return [];
  const own = cleanLine(slot.label);
  return [
    {
      kind,
      isSponsor: kind === 'sponsor',
      label: own ?? (kind === 'sponsor' ? words.sponsored : null),
      isOurs: own === null,
      text: bindLastWords(text),
      url: safeUrl(slot.url),
      picture: hasPictures && slot.picture ? buildSlotPicture(slot.picture, theme.slot, picturesUrl) : null,
    },
  ];
}

/** The slots below the story with this number: a slot whose story is missing stands below the last one. */
export function slotsAfter(number: number, slots: Slots, look: SlotLook): SlotView[] {
  const isHere = (slot: Slot): boolean => Math.min(slot.after, look.storyCount) === number;
  return (['house', 'sponsor'] as const).flatMap((kind) => {
    const slot = slots[kind];
    return slot !== null && isHere(slot) ? buildSlot(kind, slot, look) : [];
  });
}

/** The most read stories of the last edition, at most one list. */
export type MostReadView = { heading: string; stories: { headline: string; url: string; outlet: string }[] };

export function buildMostRead({ mostRead }: Slots, words: MailWords): MostReadView[] {
  const stories = mostRead.flatMap(({ headline, outlet, url: address }) => {
    const url = safeUrl(address);
    return url === null ? [] : [{ headline: clean(headline), outlet: clean(outlet), url }];
  });
  return stories.length === 0 ? [] : [{ heading: words.mostRead, stories }];
}
