import { z } from 'zod';
import { applyChange } from '../../../newsroom/compose/compose.ts';
import { fixStory, type Seen, type StoryChanges } from '../../../editions/fix.ts';
import { flattenText } from '../../../editions/text.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import { answerStoryLeft } from './storyLeft.ts';
import { overtakenPage } from './overtaken.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** Of each field that the form returns, also what it showed. */
const FixForm = z.object({
  headline: optionalText,
  was_headline: optionalText,
  summary: optionalText,
  was_summary: optionalText,
  url: optionalText,
  was_url: optionalText,
  section: optionalText,
  was_section: optionalText,
  picture: optionalText,
  was_picture: optionalText,
  note: text,
  item: optionalText,
});
type Fix = z.infer<typeof FixForm>;

/** The fields that differ from what the form showed. A field changed by somebody else in the meantime is kept. */
function readChanges(fields: Fix): StoryChanges {
  const changes: StoryChanges = {};
  for (const name of ['headline', 'summary', 'url'] as const) {
    const typed = fields[name];
    if (typed !== undefined && flattenText(typed) !== flattenText(fields[`was_${name}`] ?? '')) changes[name] = typed;
  }
  if (fields.picture === 'none') changes.image = null;
  if (fields.section !== undefined && fields.section !== fields.was_section) changes.section = fields.section || null;
  return changes;
}

/** What the form showed for each field that it returns. */
function readSeen(fields: Fix): Seen {
  const seen = {
    headline: fields.was_headline,
    summary: fields.was_summary,
    url: fields.was_url,
    section: fields.was_section,
    image: fields.was_picture,
  };
  return Object.fromEntries(Object.entries(seen).filter(([, text]) => text !== undefined));
}

/**
 * Edits one story of an edition. If somebody else changed the same field in the meantime, nothing is saved and both
 * texts are shown. Saving an unchanged form retries an edit that could not be rendered.
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
  const { headline, note, item } = fields;
  const changes = readChanges(fields);
  const isSame = Object.keys(changes).length === 0;
  const { revision, isChanged, overtaken } = await fixStory(web, {
    editionId: edition.id,
    position,
    changes: isSame && headline !== undefined ? { headline } : changes,
    seen: readSeen(fields),
    note,
    ...(item === undefined ? {} : { itemId: item ? namedId('story', item) : null }),
    actor: c.var.staff!.name,
  });
  if (overtaken) {
    setPolicy(c, 'desk');
    const desk = { site: web.site, staff: c.var.staff! };
    return c.html(overtakenPage(desk, { edition, position, overtaken, changes, note }), 409);
  }
  if (!isChanged && revision <= edition.revision)
    throw new ReveilleError('INVALID_INPUT', 'Nothing was changed: the story already has this text.');
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
