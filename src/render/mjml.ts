import { messageOf, ReveilleError } from '../domain/errors.ts';

// MJML's help for Outlook's tables, and its style sheet for tables and pictures.
const FOR_TABLES = /<!--\[if [\s\S]*?<!\[endif\]-->\n?|<style type="text\/css">\n#outlook [\s\S]*?<\/style>\n?/g;

// What its help for Outlook is written in.
const FOR_OUTLOOK = / xmlns:[vo]="[^"]*"/g;

// What MJML gives the mail's outermost element: no landmark, so that nobody can jump to it, and its name is in none.
const ARTICLE = ' aria-roledescription="email" role="article"';

// The preheader is hidden by five properties; letters as white as their ground are what filters of spam look for.
const PREHEADER_COLOUR = /(?<=font-size:1px;)color:#ffffff;/;

/** An element, with an attribute and its value where these are meant. */
export type Place = { tag: string; attribute: string | null; value: string | null };

/** Where such an element stands in a template or its partials: "full.mjml, line 3"; or null. */
export type Locate = (template: string, place: Place) => string | null;

// Elements and attributes, in their order, that the validator had nothing to say about: an edition's formats,
// languages and revisions mostly have the same. Validating takes a fifth of MJML's time.
const valid = new Set<string>();
const MAX_VALID = 100;

const outlineOf = (mjml: string): string => (mjml.match(/<mj[^>]*>/g) ?? []).join('');

/**
 * MJML markup as HTML for mail; `template` names the template for errors, and `locate` file and line. A page without a table goes out without what
 * MJML adds for tables, a kilobyte as sent. Includes are not followed, no web font is
 * asked for, and markup that MJML does not know is refused: throws RENDER_FAILED.
 */
export async function buildHtml(mjml: string, template: string, locate: Locate = () => null): Promise<string> {
  // Importing it takes 0.7 s, which only what renders should pay.
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
    // A third of MJML's output is indentation. No text of ours holds a line break, so none is altered.
    const lines = html.split('\n').map((line) => line.trim());
    const lean = lines.filter((line) => line !== '').join('\n');
    const page = lean.includes('<table') ? lean : lean.replace(FOR_TABLES, '').replace(FOR_OUTLOOK, '');
    return page.replace(ARTICLE, ' role="main"').replace(PREHEADER_COLOUR, '');
  } catch (error) {
    throw new ReveilleError('RENDER_FAILED', describe(error, template, locate), { cause: error });
  }
}

type Finding = { tagName?: unknown; message?: unknown };

/** MJML's validator knows lines of the filled markup only: what it found is looked up in the templates. */
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
