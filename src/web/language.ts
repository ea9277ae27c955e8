import { catalogueLanguage, LANGUAGES } from '../language/catalogues.ts';
import type { WebContext } from './web.ts';

/** The language that `?lang=` (or a form field) names, if it has a catalogue; else null. */
function askedLanguage(c: WebContext, field?: string): string | null {
  const asked = field ?? c.req.query('lang');
  return LANGUAGES.find((language) => language === asked) ?? null;
}

/** The language of a page's own words: `?lang=`, else the catalogue for `fallback` (a BCP 47 tag). */
export function pageLanguage(c: WebContext, fallback: string, field?: string): string {
  return askedLanguage(c, field) ?? catalogueLanguage(fallback);
}

/**
 * The language of a page without a newsletter or a reader (a broken link, a wrong path): `?lang=`, else the first
 * language of Accept-Language that has a catalogue, else English.
 */
export function visitorLanguage(c: WebContext): string {
  const accepted = (c.req.header('accept-language') ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase().split(/[-;]/, 1)[0]!);
  return askedLanguage(c) ?? accepted.find((language) => LANGUAGES.includes(language)) ?? 'en';
}
