import { html, type Html } from '../../markup/html.ts';
import { choiceField, textField, tickField } from '../fields.ts';
import type { TermField, TermTexts } from './terms.ts';
import type { FieldProblems } from './typedFields.ts';

export const TERM_LABELS: Readonly<Record<TermField, string>> = {
  headline: 'Headline and link',
  summary: 'Summary',
  picture: 'Picture',
  notIn: 'Not in these countries',
  credit: 'No picture without a credit',
  until: 'The rights end on',
};

type Choices = readonly (readonly [string, string])[];
/** Of each right, what its values mean for an outlet and for an agency. */
const CHOICES: Readonly<Record<'outlet' | 'agency', Record<'headline' | 'summary' | 'picture', Choices>>> = {
  outlet: {
    headline: [
      ['usual', 'Shown'],
      ['bar', 'Never shown: none of its stories leads'],
    ],
    summary: [
      ['usual', 'The description that its feed gives'],
      ['grant', 'Sentences of the article as well'],
      ['bar', 'No text at all'],
    ],
    picture: [
      ['usual', 'No picture, unless its agency allows it'],
      ['grant', 'Shown with its credit'],
      ['bar', 'Never shown, even if others allow it'],
    ],
  },
  agency: {
    headline: [
      ['usual', 'Shown'],
      ['bar', 'Never shown, whichever outlet carries it'],
    ],
    summary: [
      ['usual', 'What the outlet that carries it allows'],
      ['grant', 'Shown even if the report says it may not be republished'],
      ['bar', 'No text at all'],
    ],
    picture: [
      ['usual', 'What the outlet that carries it allows'],
      ['grant', 'Shown if its credit names this agency'],
      ['bar', 'Never shown, whichever outlet carries it'],
    ],
  },
};

const HINTS: Readonly<Record<TermField, string>> = {
  headline: 'A headline with a link to the story needs no permission in most places.',
  summary: 'The feed’s own description may be shown without a record. Text of the article needs a right.',
  picture: 'A picture needs a right. It is copied, checked, and shown with the credit that it came with.',
  notIn:
    'Countries where nothing of it may be shown, separated by commas: names or codes, such as Japan, KR. It matters only if the newsletter has readers there.',
  credit: 'Pictures that came without a credit are left out.',
  until: 'The permissions end after this day, in UTC. What is never shown stays so. Leave it empty for no end.',
};

/** The fields of what an outlet or an agency allows. `shown`: the texts; `was`: what is stored, null in a form that adds. */
export function termFields(
  of: 'outlet' | 'agency',
  {
    shown,
    was,
    problems,
    prefix = '',
  }: { shown: TermTexts; was: TermTexts | null; problems: FieldProblems<TermField>; prefix?: string },
): Html {
  const field = (name: TermField) => ({
    name,
    id: `${prefix}${name}`,
    label: TERM_LABELS[name],
    hint: HINTS[name],
    value: shown[name],
    ...(was === null ? {} : { was: was[name] }),
    problem: problems[name],
  });
  return html`${(['headline', 'summary', 'picture'] as const).map((name) => choiceField(field(name), CHOICES[of][name]))}
  ${tickField(field('credit'))} ${textField(field('notIn'))} ${textField(field('until'), html`type="date"`)}`;
}
