import { z } from 'zod';
import { applyChange } from '../../../newsroom/compose/compose.ts';
import { fixStory, type Fixed, type Seen } from '../../../editions/fix.ts';
import { flattenText } from '../../../editions/text.ts';
import { findFixFaults, type FixField, type StoryChanges } from '../../../editions/storyChanges.ts';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { namedId } from '../../namedId.ts';
import { readTyped, wasField } from '../wasFields.ts';
import { STORY_FIELDS, type StoryField, type TypedStory } from './returned.ts';
import { answerStoryLeft } from './storyLeft.ts';
import type { Web, WebContext } from '../../web.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';

const NAMES = STORY_FIELDS.flatMap((name) => [name, wasField(name)]);
const FixForm = z.object({
  ...(Object.fromEntries(NAMES.map((name) => [name, optionalText])) as Record<
    StoryField | `was_${StoryField}`,
    typeof optionalText
  >),
  note: text,
  item: optionalText,
  give_way: optionalText,
});

function changesOf({ picture, section, ...texts }: Partial<Record<StoryField, string>>): StoryChanges {
  return {
    ...texts,
    ...(picture === 'none' ? { image: null } : {}),
    ...(section === undefined ? {} : { section: section || null }),
  };
}

function seenOf({ picture, ...texts }: Partial<Record<StoryField, string>>): Seen {
  return { ...texts, ...(picture === undefined ? {} : { image: picture }) };
}

/** The text of somebody else, in the fields where it is in the way. */
function theirsOf({ overtaken }: Fixed): TypedStory['theirs'] {
  if (!overtaken) return {};
  const { fields, now } = overtaken;
  const shown: Record<FixField, string> = {
    ...now,
    section: now.section ?? '',
    image: now.image === null ? 'no picture' : 'another picture',
    alt: now.image?.alt ?? '',
  };
  return Object.fromEntries(fields.map((field) => [field, shown[field]]));
}

type Refusal = Pick<TypedStory, 'faults' | 'theirs'>;

/**
 * Edits one story of an edition. What cannot be saved comes back in the form with the reason beside its field; where
 * somebody else changed the same field meanwhile, with both texts and a button for either. Saving an unchanged form
 * retries an edit that could not be rendered.
 */
export async function fix(web: Web, c: WebContext): Promise<Response> {
  return saveFix(web, c).catch(async (error: unknown) => {
    const answer = await answerStoryLeft(web, c, error);
    if (answer === null) throw error;
    return answer;
  });
}

async function saveFix(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const fields = await readForm(c, FixForm);
  const position = namedId('story', c.req.param('position'));
  const { note, item } = fields;
  const typed = readTyped(fields, STORY_FIELDS, { flat: flattenText });
  const refuse = (refusal: Partial<Refusal>, status: 409 | 422): Promise<Response> => {
    const shown = Object.fromEntries(
      STORY_FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
    );
    return answerEdition(
      web,
      c,
      { story: { position, typed: shown, note, faults: {}, theirs: {}, ...refusal } },
      status,
    );
  };
  const changes = changesOf(typed.changes);
  const faults = findFixFaults(changes);
  if (faults.length > 0)
    return refuse({ faults: Object.fromEntries(faults.map(({ field, message }) => [field, message])) }, 422);
  const isSame = Object.keys(changes).length === 0;
  const isGivenUp = isSame && fields.give_way !== undefined;
  if (isGivenUp) return backToEdition(web, c, edition.id, `#story-${position}`);
  try {
    const fixed = await fixStory(web, {
      editionId: edition.id,
      position,
      changes: isSame && fields.headline !== undefined ? { headline: fields.headline } : changes,
      seen: seenOf(typed.seen),
      note,
      ...(item === undefined ? {} : { itemId: item ? namedId('story', item) : null }),
      actor: c.var.staff!.name,
    });
    if (fixed.overtaken) return refuse({ theirs: theirsOf(fixed) }, 409);
    if (!fixed.isChanged && fixed.revision <= edition.revision)
      return refuse({ faults: { form: 'Nothing was changed: the story already has this text.' } }, 422);
  } catch (error) {
    if (isReveilleError(error, 'INVALID_INPUT')) return refuse({ faults: { form: error.message } }, 422);
    throw error;
  }
  return backToEdition(web, c, edition.id, `#story-${position}`);
}

const ApplyForm = z.object({ wave: text, position: text });

/** Applies the newer text that a recheck found for one story. */
export async function apply(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { wave, position } = await readForm(c, ApplyForm);
  const dueAt = new Date(wave);
  if (Number.isNaN(dueAt.getTime())) throw new ReveilleError('NOT_FOUND', 'There is no such wave.');
  const order = { editionId: edition.id, dueAt, position: namedId('story', position), actor: c.var.staff!.name };
  await applyChange(web, order);
  return backToEdition(web, c, edition.id, '#waves');
}
