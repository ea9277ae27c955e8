import { applyChange } from '../../../newsroom/compose/compose.ts';
import { fixStory, type Seen, type StoryChanges } from '../../../editions/fix.ts';
import { flattenText } from '../../../editions/text.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { readFields, type Fields } from '../../forms.ts';
import { parseNumber } from '../../number.ts';
import { setPolicy } from '../../headers.ts';
import { overtakenPage } from './overtaken.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** The fields that differ from what the form showed. A field changed by somebody else in the meantime is kept. */
function readChanges(fields: Fields): StoryChanges {
  const changes: StoryChanges = {};
  for (const name of ['headline', 'summary', 'url'] as const) {
    const typed = fields[name];
    if (typed !== undefined && flattenText(typed) !== flattenText(fields[`was_${name}`] ?? '')) changes[name] = typed;
  }
  if (fields['picture'] === 'none') changes.image = null;
  if (fields['section'] !== undefined && fields['section'] !== fields['was_section'])
    changes.section = fields['section'] || null;
  return changes;
}

/** What the form showed for each field that it returns. */
function readSeen(fields: Fields): Seen {
  const was = (name: string): string | undefined => fields[`was_${name}`];
  const seen = {
    headline: was('headline'),
    summary: was('summary'),
    url: was('url'),
    section: was('section'),
    image: was('picture'),
  };
  return Object.fromEntries(Object.entries(seen).filter(([, text]) => text !== undefined));
}

/**
 * Edits one story of an edition. If somebody else changed the same field in the meantime, nothing is saved and both
 * texts are shown. Saving an unchanged form retries an edit that could not be rendered.
 */
export async function fix(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const position = parseNumber('story', c.req.param('position'));
  const fields = await readFields(c);
  const changes = readChanges(fields);
  const isSame = Object.keys(changes).length === 0;
  const { revision, isChanged, overtaken } = await fixStory(web, {
    editionId: edition.id,
    position,
    changes: isSame && fields['headline'] !== undefined ? { headline: fields['headline'] } : changes,
    seen: readSeen(fields),
    note: fields['note'] ?? '',
    ...(fields['item'] === undefined ? {} : { itemId: fields['item'] ? parseNumber('story', fields['item']) : null }),
    actor: c.var.staff!.name,
  });
  if (overtaken) {
    setPolicy(c, 'desk');
    const desk = { site: web.site, staff: c.var.staff! };
    return c.html(overtakenPage(desk, { edition, position, overtaken, changes, note: fields['note'] ?? '' }), 409);
  }
  if (!isChanged && revision <= edition.revision)
    throw new ReveilleError('INVALID_INPUT', 'Nothing was changed: the story already has this text.');
  return backToEdition(web, c, edition.id, `#story-${position}`);
}

/** Applies the newer text that a recheck found for one story. */
export async function apply(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { wave, position } = await readFields(c);
  const dueAt = new Date(wave ?? '');
  if (Number.isNaN(dueAt.getTime())) throw new ReveilleError('NOT_FOUND', 'There is no such wave.');
  const order = { editionId: edition.id, dueAt, position: parseNumber('story', position), actor: c.var.staff!.name };
  await applyChange(web, order);
  return backToEdition(web, c, edition.id, '#waves');
}
