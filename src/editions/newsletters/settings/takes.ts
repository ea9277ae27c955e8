/**
 * What a setting accepts, as plain data: the schema, the help, the field of the form and the reference are made from it.
 * `none`: the word that stands for no value (stored as null). `empty`: what an empty text is stored as; without it, an
 * empty text is refused. `plain`: neither markup nor marks that turn the direction of text.
 */
export type Takes =
  | { is: 'text'; maxLength: number; lines: 'one' | 'many'; mustShow?: true; plain?: true; empty?: 'null' | 'text' }
  | { is: 'whole'; min: number; max: number; none?: string }
  | { is: 'percent'; max: number }
  | { is: 'weekday'; none: string }
  | { is: 'choice'; of: readonly string[]; none?: string }
  | { is: 'switch' }
  | { is: 'time' }
  | { is: 'zone' }
  | { is: 'weekdays' }
  | { is: 'language' }
  | { is: 'languages' }
  | { is: 'territories' }
  | { is: 'sections' }
  | { is: 'kinds' }
  | { is: 'sites'; max: number }
  | { is: 'url' }
  | { is: 'link'; maxLength: number }
  | { is: 'picture' }
  | { is: 'date' }
  | { is: 'sender' }
  | { is: 'address' }
  | { is: 'tokenAddress'; token: 'reader' | 'return' }
  | { is: 'theme' };

const quoteAll = (words: readonly string[]): string => {
  const quoted = words.map((word) => `"${word}"`);
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter(Boolean).join(' or ');
};

/** A function for each thing that a setting can accept. */
export type ForEach<Result> = { readonly [Is in Takes['is']]: (takes: Takes & { is: Is }) => Result };

/** The function for what this setting accepts, already given it. */
export function choose<Result>(functions: ForEach<Result>, takes: Takes): Result {
  return (functions[takes.is] as (takes: Takes) => Result)(takes);
}

const DESCRIPTIONS: ForEach<string> = {
  text: ({ lines, maxLength }) => `${lines === 'one' ? 'one line' : 'text'} of at most ${maxLength} characters`,
  whole: ({ min, max, none }) => `a whole number from ${min} to ${max}${none === undefined ? '' : `, or "${none}"`}`,
  percent: ({ max }) => `a number from 0 to ${max}`,
  weekday: ({ none }) => `a number from 1 (Monday) to 7 (Sunday), or "${none}"`,
  choice: ({ of, none }) => quoteAll(none === undefined ? of : [...of, none]),
  switch: () => quoteAll(['on', 'off']),
  time: () => 'a time such as 05:30',
  zone: () => 'an IANA time zone such as America/New_York',
  weekdays: () => 'weekdays from 1 (Monday) to 7 (Sunday), such as 1,2,3,4,5',
  language: () => 'a language tag such as en or pt-BR',
  languages: () => 'language tags such as en,es',
  territories: () => 'countries such as US,Japan, or "all"',
  sections: () => 'sections such as "Army: land forces, soldiers; Navy", or "none"',
  kinds: () => 'rules such as live=in,column=out, or "default"',
  sites: ({ max }) => `at most ${max} sites such as https://paper.example`,
  url: () => 'an http or https address',
  link: ({ maxLength }) =>
    `an http or https address of at most ${maxLength} characters, without spaces and without a password`,
  picture: () => 'the hash of a picture that was uploaded for this newsletter, never an address elsewhere',
  date: () => 'a date such as 2026-12-01',
  sender: () => 'an address, or "Name <address>"',
  address: () => 'a mail address',
  tokenAddress: () => 'a mail address, or "off"',
  theme: () => 'the name of a file of templates/themes',
};

const EMPTY: ReadonlySet<Takes['is']> = new Set(['sites', 'url', 'link', 'picture', 'date', 'address']);

function mayBeEmpty(takes: Takes): boolean {
  return takes.is === 'text' ? takes.empty !== undefined : EMPTY.has(takes.is);
}

/** The accepted values of a setting that is not left empty, such as "a whole number from 1 to 40". */
export function describeValue(takes: Takes): string {
  return choose(DESCRIPTIONS, takes);
}

/** The accepted values, as the end of "must be …". */
export function describeTakes(takes: Takes): string {
  return `${describeValue(takes)}${mayBeEmpty(takes) ? ', or empty' : ''}`;
}

const PLACEHOLDERS: Readonly<Record<Takes['is'], string>> = {
  text: 'text',
  whole: 'n',
  percent: 'percent',
  weekday: 'weekday',
  choice: 'choice',
  switch: 'on|off',
  time: 'hh:mm',
  zone: 'iana',
  weekdays: 'days',
  language: 'tag',
  languages: 'tags',
  territories: 'countries',
  sections: 'list',
  kinds: 'rules',
  sites: 'origins',
  url: 'url',
  link: 'url',
  picture: 'hash',
  date: 'date',
  sender: 'address',
  address: 'address',
  tokenAddress: 'address',
  theme: 'name',
};

/** The word for the value in an option: `--at <hh:mm>`. */
export function placeholderOf(takes: Takes, unit: string | undefined): string {
  return takes.is === 'whole' && unit !== undefined ? unit : PLACEHOLDERS[takes.is];
}
