import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { directionOf } from '../../language/words.ts';

export { html, raw };

/** Escaped markup. `html` escapes every value that is not Html itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Removes the indentation of templates. Only for markup without text in which line breaks matter. */
export async function squeeze(markup: Html): Promise<HtmlEscapedString> {
  return raw((await markup).toString().replaceAll(/\s*\n\s*/g, '\n'));
}

/** The attributes of an element whose text is in `language`, if the surrounding text has another language. */
export function inLanguage(language: string, around: string): Html {
  return language === around ? html`` : html` lang="${language}" dir="${directionOf(language)}"`;
}
