import type { Picture } from '../domain/story.ts';
import { messageOf, ReveilleError } from '../domain/errors.ts';
import type { StoryText } from '../platform/db/tables/editions.ts';
import { countCharacters, flattenText, HEADLINE_LENGTH, SUMMARY_LENGTH } from './text.ts';

/**
 * The changes of a fix. `image`: a picture that may be shown, as the caller has checked; null removes the picture. `alt`
 * is the alternative text of the one that stays.
 * `section` is the name of one of the newsletter's sections, or null for none.
 */
export type StoryChanges = {
  headline?: string;
  summary?: string;
  url?: string;
  image?: Picture | null;
  alt?: string;
  section?: string | null;
};
/** What a person can change of a story. */
export type FixField = keyof StoryText | 'alt';
/** A change that cannot be used. `field` is the one at fault. */
export type FixFault = { field: FixField; message: string };

/** Screen readers read a description in one go: longer ones belong in the story. */
const ALT_LENGTH = 300;

const invalid = (message: string): ReveilleError => new ReveilleError('INVALID_INPUT', message);

function checkUrl(url: string): string {
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw invalid('The story’s address must be a web address, such as https://paper.example/story.');
  if (parsed.username !== '' || parsed.password !== '')
    throw invalid('The story’s address must not contain a user name or password: every reader would get them.');
  return parsed.href;
}

const LIMITS = { headline: HEADLINE_LENGTH, summary: SUMMARY_LENGTH, alt: ALT_LENGTH } as const;
const LIMITED_NAMES = { headline: 'headline', summary: 'summary', alt: 'description of a picture' } as const;

/** What is wrong with changes of a story, by field; empty where they can be used. */
export function findFixFaults(changes: StoryChanges): FixFault[] {
  const faults: FixFault[] = [];
  for (const field of ['headline', 'summary', 'alt'] as const) {
    const length = changes[field] === undefined ? 0 : countCharacters(flattenText(changes[field]));
    if (length > LIMITS[field])
      faults.push({
        field,
        message: `A ${LIMITED_NAMES[field]} has at most ${LIMITS[field]} characters; this one has ${length}.`,
      });
  }
  if (changes.headline !== undefined && flattenText(changes.headline) === '')
    faults.push({ field: 'headline', message: 'A story needs a headline.' });
  try {
    if (changes.url !== undefined) checkUrl(changes.url);
  } catch (error) {
    faults.push({ field: 'url', message: messageOf(error) });
  }
  return faults;
}

export type CheckedChanges = Partial<StoryText> & { alt?: string };

/** Cleans the changes as ingest cleans its items. Throws INVALID_INPUT. */
export function checkChanges(changes: StoryChanges): CheckedChanges {
  const [fault] = findFixFaults(changes);
  if (fault) throw invalid(fault.message);
  const { headline, summary, url, image, alt, section } = changes;
  const checked: CheckedChanges = {
    ...(headline === undefined ? {} : { headline: flattenText(headline) }),
    ...(summary === undefined ? {} : { summary: flattenText(summary) }),
    ...(url === undefined ? {} : { url: checkUrl(url) }),
    ...(image === undefined ? {} : { image }),
    ...(alt === undefined ? {} : { alt: flattenText(alt) }),
    ...(section === undefined ? {} : { section }),
  };
  if (Object.keys(checked).length === 0)
    throw invalid('Nothing to change: give a headline, summary, url, picture or section.');
  return checked;
}

/** The fields in which two texts of a story differ. */
export function changedFields(before: StoryText, after: StoryText): FixField[] {
  const fields = (['headline', 'summary', 'url', 'section'] as const).filter(
    (field) => (before[field] ?? null) !== (after[field] ?? null),
  );
  const isSamePicture = before.image?.url === after.image?.url;
  const hasOtherAlt = isSamePicture && (before.image?.alt ?? null) !== (after.image?.alt ?? null);
  return [...fields, ...(isSamePicture ? [] : ['image' as const]), ...(hasOtherAlt ? ['alt' as const] : [])];
}

/** What each field is called in a sentence. */
export const FIELD_WORDS: Readonly<Record<FixField, string>> = {
  headline: 'headline',
  summary: 'summary',
  url: 'address',
  image: 'picture',
  alt: 'description of the picture',
  section: 'section',
};
