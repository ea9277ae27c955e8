import { applyChange } from '../../compose/compose.ts';
import { fixStory, type StoryChanges } from '../../editions/fix.ts';
import { flattenText } from '../../editions/text.ts';
import { ReveilleError } from '../../errors.ts';
import { readFields, type Fields } from '../forms.ts';
import type { Web, WebContext } from '../web.ts';
import { backToEdition, namedEdition } from './editions.ts';

function parseNumber(text: string | undefined): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new ReveilleError('NOT_FOUND', 'There is no such story.');
  return Number(text);
}

/** What the person changed, of what the form was made with: what somebody else changed meanwhile stays. */
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

/** Changes what the edition says of one story; as it was, a fix that could not be rendered is tried again. */
export async function fix(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const position = parseNumber(c.req.param('position'));
  const fields = await readFields(c);
  const changes = readChanges(fields);
  const isSame = Object.keys(changes).length === 0;
  const { revision, isChanged } = await fixStory(web, {
    editionId: edition.id,
    position,
    changes: isSame && fields['headline'] !== undefined ? { headline: fields['headline'] } : changes,
    note: fields['note'] ?? '',
    ...(fields['item'] === undefined ? {} : { itemId: fields['item'] ? parseNumber(fields['item']) : null }),
    actor: c.var.staff!.name,
  });
  if (!isChanged && revision <= edition.revision)
    throw new ReveilleError('INVALID_INPUT', 'Nothing was changed: the story says that already.');
  return backToEdition(web, c, edition.id, `#story-${position}`);
}

/** Takes over what a recheck found newer of one story. */
export async function apply(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { wave, position } = await readFields(c);
  const dueAt = new Date(wave ?? '');
  if (Number.isNaN(dueAt.getTime())) throw new ReveilleError('NOT_FOUND', 'There is no such wave.');
  const order = { editionId: edition.id, dueAt, position: parseNumber(position), actor: c.var.staff!.name };
  await applyChange(web, order);
  return backToEdition(web, c, edition.id, '#waves');
}
