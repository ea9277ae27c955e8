import { messageOf, ReveilleError } from '../domain/errors.ts';
import { leanHtml } from './lean.ts';

/** An element, with an attribute and its value if the error is about these. */
export type Place = { tag: string; attribute: string | null; value: string | null };

/** Finds the place of an element in a template or its partials, as "full.mjml, line 3", or null. */
export type Locate = (template: string, place: Place) => string | null;

// Sequences of elements and attributes that passed the validator. An edition's formats, languages and revisions mostly
// share them, and validating takes a fifth of MJML's time.
const valid = new Set<string>();
const MAX_VALID = 100;

const outlineOf = (mjml: string): string => (mjml.match(/<mj[^>]*>/g) ?? []).join('');

/**
 * Converts MJML to HTML for mail. `template` is the template's name for errors, and `locate` finds file and line.
 * Includes are not followed and web fonts are not loaded. Unknown markup is refused: throws RENDER_FAILED.
 */
export async function buildHtml(mjml: string, template: string, locate: Locate = () => null): Promise<string> {
  // The import takes 0.7 s, so it is done only when something is rendered.
  const { default: mjml2html } = await import('mjml');
  const outline = outlineOf(mjml);
  try {
    const { html } = await mjml2html(mjml, {
      fonts: {},
      validationLevel: valid.has(outline) ? 'skip' : 'strict',
      ignoreIncludes: true,
      keepComments: false,
    });
    if (valid.size >= MAX_VALID) valid.clear();
    valid.add(outline);
    return leanHtml(html);
  } catch (error) {
    throw new ReveilleError('RENDER_FAILED', describe(error, template, locate), { cause: error });
  }
}

type Finding = { tagName?: unknown; message?: unknown };

/** MJML's validator reports lines of the filled markup, so the place is searched in the templates. */
function describe(error: unknown, template: string, locate: Locate): string {
  const findings: unknown = error instanceof Error && 'errors' in error ? error.errors : [];
  const described = (Array.isArray(findings) ? findings : []).map((each: unknown) => {
    const { tagName, message } = Object(each) as Finding;
    const tag = String(tagName);
    const what = String(message);
    const attribute = /^Attribute (\S+)/.exec(what)?.[1] ?? null;
    const value = / has invalid value: (.*) for type /.exec(what)?.[1] ?? null;
    return `${locate(template, { tag, attribute, value }) ?? `${template}.mjml`}: <${tag}> ${what}`;
  });
  return described.length > 0 ? [...new Set(described)].join('; ') : `${template}.mjml: ${messageOf(error)}`;
}
