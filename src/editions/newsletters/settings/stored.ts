import type { Selectable } from 'kysely';
import { rulesOf } from '../../../domain/kinds.ts';
import type { Section } from '../../../domain/sections.ts';
import type { Newsletters } from '../../../platform/db/tables/newsletters.ts';
import type { Sender } from '../sender.ts';
import type { Setting } from './setting.ts';
import { choose, type ForEach } from './takes.ts';

type Newsletter = Selectable<Newsletters>;

/** The columns of a value that the setting's schema returned. */
export function toColumns({ column, takes }: Setting, value: unknown): Record<string, unknown> {
  if (takes.is === 'sections' || takes.is === 'kinds') return { [column]: JSON.stringify(value) };
  if (takes.is !== 'sender') return { [column]: value };
  const { name, address } = value as Sender;
  return { [column]: address, ...(name === null ? {} : { from_name: name }) };
}

/** The stored value as JSON shows it: times without seconds, all rules of kinds, of the sender the address. */
export function toJson({ column, takes }: Setting, newsletter: Newsletter): unknown {
  if (takes.is === 'time') return (newsletter[column] as string).slice(0, 5);
  return takes.is === 'kinds' ? rulesOf(newsletter.kinds) : newsletter[column];
}

const writeSection = ({ name, words }: Section): string => [name, words.join(', ')].filter(Boolean).join(': ');

/** A name that looks quoted is quoted itself, as the sender's parser expects (RFC 5322, 3.2.4). */
function writeSender({ from_name: name, from_address: address }: Newsletter): string {
  const quoted = name.startsWith('"') ? `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"` : name;
  return `${quoted} <${address}>`;
}

type Stored = (newsletter: Newsletter, column: keyof Newsletter) => string;

const asText: Stored = (newsletter, column) => (newsletter[column] as string | number | null)?.toString() ?? '';
const asTime: Stored = (newsletter, column) => (newsletter[column] as string).slice(0, 5);
const asList: Stored = (newsletter, column) => (newsletter[column] as (string | number)[]).join(',');
const asTextOr =
  (none: string): Stored =>
  (newsletter, column) =>
    asText(newsletter, column) || none;

const WRITERS: ForEach<Stored> = {
  text: () => asText,
  whole: ({ none = '' }) => asTextOr(none),
  percent: () => asText,
  weekday: ({ none }) => asTextOr(none),
  choice: ({ none = '' }) => asTextOr(none),
  switch: () => (newsletter, column) => (newsletter[column] === true ? 'on' : 'off'),
  time: () => asTime,
  zone: () => asText,
  weekdays: () => asList,
  language: () => asText,
  languages: () => asList,
  territories: () => (newsletter, column) => asList(newsletter, column) || 'all',
  sections: () => (newsletter) => newsletter.sections.map(writeSection).join('; ') || 'none',
  kinds: () => (newsletter) => {
    const rules = Object.entries(newsletter.kinds).map(([kind, rule]) => `${kind}=${rule}`);
    return rules.join(',') || 'default';
  },
  sites: () => asList,
  url: () => asText,
  link: () => asText,
  picture: () => asText,
  date: () => asText,
  sender: () => writeSender,
  address: () => asText,
  tokenAddress: () => asTextOr('off'),
  theme: () => asText,
};

/** What a newsletter has set, as it is typed: the setting's schema reads it back to the same value. */
export function writeStored({ column, takes }: Setting, newsletter: Newsletter): string {
  return choose(WRITERS, takes)(newsletter, column);
}
