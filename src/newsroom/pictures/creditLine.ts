import { bindSigns } from '../../language/bind.ts';
import type { MailWords } from '../../language/catalogues.ts';
import { fillWords } from '../../language/words.ts';

/** A picture's credit for display. `isOurs`: in our words, otherwise in its outlet's. */
export type CreditLine = { text: string; isOurs: boolean };

/** Signs that a credit already says what it is. */
const SAYS_WHAT = /[:©]/;

/** "Picture: Ada Merrin", "© Meridian"; null without a credit. */
export function creditLine(credit: string | null, { pictureBy }: Pick<MailWords, 'pictureBy'>): CreditLine | null {
  if (!credit) return null;
  if (SAYS_WHAT.test(credit)) return { text: bindSigns(credit), isOurs: false };
  return { text: fillWords(pictureBy, { credit }), isOurs: true };
}
