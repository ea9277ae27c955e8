import { createNewsletter } from '../../../editions/newsletters/newsletters.ts';
import { SETTINGS, type SettingKey } from '../../../editions/newsletters/settings.ts';
import { z } from 'zod';
import { joinedText, optionalText, readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { newNewsletterPage, type NewRefused } from './newNewsletterPage.ts';

/** The settings that a new newsletter is asked for. It has the defaults of the others. */
export const NEW_KEYS = [
  'name',
  'from',
  'zone',
  'at',
  'weekdays',
  'language',
  'legalName',
  'postalAddress',
] as const satisfies readonly SettingKey[];
export type NewKey = (typeof NEW_KEYS)[number];
export type NewTexts = Record<NewKey | 'slug', string>;

const NewForm = z.object(
  Object.fromEntries(['slug', ...NEW_KEYS].map((name) => [name, name === 'weekdays' ? joinedText : optionalText])),
);

function answer(web: Web, c: WebContext, typed: NewTexts, refused: NewRefused | null): Response | Promise<Response> {
  setPolicy(c, 'desk');
  const page = newNewsletterPage(web.site, c.var.staff!, {
    typed,
    problems: refused ?? {},
  });
  return c.html(page, refused ? 422 : 200);
}

const initialOf = (key: NewKey): string => SETTINGS[key].initial ?? '';

/** A form for a new newsletter. */
export async function showNewNewsletter(web: Web, c: WebContext): Promise<Response> {
  const initial = Object.fromEntries(NEW_KEYS.map((key) => [key, initialOf(key)])) as Record<NewKey, string>;
  return answer(web, c, { ...initial, slug: '', zone: await deskZone(web) }, null);
}

/** "The Évening Post!" as "the-evening-post". */
function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.slice(0, 60).replaceAll(/^-+|-+$/g, '');
}

/** Adds a newsletter, and leads to its schedule. What is wrong is shown beside its field, with what was typed. */
export async function addNewNewsletter(web: Web, c: WebContext): Promise<Response> {
  const fields: Record<string, string | undefined> = await readForm(c, NewForm);
  const given = Object.fromEntries(
    NEW_KEYS.map((key) => [key, (fields[key] ?? initialOf(key)).replaceAll('\r\n', '\n')]),
  ) as Record<NewKey, string>;
  const slug = (fields['slug'] ?? '').trim();
  const { newsletter, problems } = await createNewsletter(web, slug || slugOf(given.name), given, c.var.staff!.name);
  if (problems) return answer(web, c, { ...given, slug }, problems);
  return c.redirect(href(web.site, `/desk/newsletters/${newsletter.slug}/schedule`), 303);
}
