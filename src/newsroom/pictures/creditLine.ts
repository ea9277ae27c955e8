import { bindSigns, SEPARATOR } from '../../language/bind.ts';
import type { MailWords } from '../../language/catalogues.ts';
import { fillWords } from '../../language/words.ts';

/** Whose a picture is, as it is shown. `isOurs`: in our words, else in those of its outlet. */
export type CreditLine = { text: string; isOurs: boolean };

/** A credit often says itself what it is. */
const SAYS_WHAT = /[:©]/;

/** "Picture: Ada Merrin", "© Meridian"; null without a credit. */
export function creditLine(credit: string | null, { pictureBy }: Pick<MailWords, 'pictureBy'>): CreditLine | null {
  if (!credit) return null;
  if (SAYS_WHAT.test(credit)) return { text: bindSigns(credit), isOurs: false };
  return { text: fillWords(pictureBy, { credit }), isOurs: true };
}

/** An end of a sentence, in whatever quotes or brackets: what follows is read apart from it. */
const ENDS = /[.!?…。！？｡؟۔।॥።։][\p{Pe}\p{Pf}"']*$/u;

/** What stands between a caption and the credit behind it, so that they do not run together. */
export function gapBehind(caption: string): string {
  return ENDS.test(caption) ? ' ' : SEPARATOR;
}
