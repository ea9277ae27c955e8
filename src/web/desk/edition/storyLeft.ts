import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { readId } from '../../../domain/numbers.ts';
import { findWhereabouts } from '../../../newsroom/whereabouts.ts';
import { optionalText, readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { namedEdition } from './showEdition.ts';
import { storyLeftPage, type TypedFields } from './storyLeftPage.ts';

const FIELDS = ['headline', 'summary', 'alt', 'url', 'section', 'note'] as const;
const TypedForm = z.object({
  item: optionalText,
  ...(Object.fromEntries(FIELDS.flatMap((name) => [name, `was_${name}`]).map((name) => [name, optionalText])) as Record<
    (typeof FIELDS)[number] | `was_${(typeof FIELDS)[number]}`,
    typeof optionalText
  >),
});
type Typed = z.infer<typeof TypedForm>;

/**
 * What the person changed. The form that saves it elsewhere shows what stands there: only fields with another text count as
 * changed.
 */
function changesOf(form: Typed): TypedFields {
  return new Map(
    FIELDS.flatMap((name) => {
      const value = form[name];
      return value === undefined || value === (form[`was_${name}`] ?? '') ? [] : [[name, value] as const];
    }),
  );
}

/**
 * Answers an edit of a story that moved, was joined with another one, or left the edition while it was edited: with what
 * became of it and all that was typed. Null for every other error.
 */
export async function answerStoryLeft(web: Web, c: WebContext, error: unknown): Promise<Response | null> {
  if (!isReveilleError(error, 'CONFLICT', 'NOT_FOUND')) return null;
  const form = await readForm(c, TypedForm);
  const itemId = readId(form.item ?? '');
  const typed = changesOf(form);
  if (itemId === null || typed.size === 0) return null;
  const { edition } = await namedEdition(web, c);
  const found = await findWhereabouts(web, { editionId: edition.id, itemId });
  setPolicy(c, 'desk');
  return c.html(storyLeftPage({ site: web.site, staff: c.var.staff! }, edition, found, typed), 409);
}
