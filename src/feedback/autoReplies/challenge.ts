import type { Field } from '../mail/headers.ts';

const SENDERS =
  /@(?:[\w-]{1,60}\.){0,3}(?:spamarrest|boxbe|mailblocks|digiportal|choicemail|vanquish|bluebottle|uol|0spam|cleanmx|sendio|onlymyemail)\.(?:com(?:\.br)?|net|org)\b|\banti-?spam\b.{0,40}@/i;
const SUBJECT =
  /\b(?:please (?:confirm|verify) (?:your|that you)|(?:confirm|verify) (?:your )?(?:message|e-?mail|delivery)|verification required|sender verification|action required to deliver|message (?:is )?(?:awaiting|pending) (?:approval|confirmation|verification)|needs? (?:your )?confirmation)|\[spam arrest\]/i;
const TEXT =
  /(?:(?:have|get) your (?:e-?mail )?address added to|to (?:have|get) your (?:message|mail|e-?mail) delivered|before (?:your|this) (?:message|mail|e-?mail) (?:can|will) be delivered|(?:message|mail) (?:you sent )?(?:is being|has been|will be) held (?:until|pending)|prove (?:that )?you are (?:a )?(?:human|real person)|add(?:ed)? (?:yourself|you) to (?:the|my|their) (?:guest|allowed|white) ?list)/i;

/** True for a challenge: a mail that asks the sender to prove that they are a person. */
export function isChallenge(from: string, subject: string, text: string, fields: readonly Field[]): boolean {
  if (fields.some(({ name }) => name.startsWith('x-tmda') || name === 'x-spamarrest-challenge')) return true;
  return SENDERS.test(from) || TEXT.test(text) || (SUBJECT.test(subject) && /\bclick|reply\b/i.test(text));
}
