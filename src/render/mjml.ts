import { messageOf, ReveilleError } from '../errors.ts';

/**
 * MJML markup as HTML for mail; `template` names the file for errors. Includes are not followed, no web font is
 * asked for, and markup that MJML does not know is refused: throws RENDER_FAILED.
 */
export async function buildHtml(mjml: string, template: string): Promise<string> {
  // Importing it takes 0.7 s, which only what renders should pay.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html } = await mjml2html(mjml, {
      fonts: {},
      validationLevel: 'strict',
      ignoreIncludes: true,
      keepComments: false,
    });
    // A third of MJML's output is indentation. No text of ours holds a line break, so none is altered.
    return html.replace(/\s*\n\s*/g, '\n').trim();
  } catch (error) {
    throw new ReveilleError('RENDER_FAILED', `${template}: ${messageOf(error)}${details(error)}`, { cause: error });
  }
}

/** The findings of MJML's validator, which its message puts on further lines. */
function details(error: unknown): string {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return '';
  // The line is that of the filled markup: the folder that MJML names in it would only mislead.
  const findings = error.errors.map((each: unknown) => String(Object(each).formattedMessage).replace(/ of \S+ /, ' '));
  return ` ${findings.join('; ')}`;
}
