import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { directionOf } from '../../language/words.ts';

export { html, raw };

/** Escaped markup; every value that enters it by `html` is escaped unless it is Html itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Markup without the indentation that its templates have; for what has no text where line breaks count. */
export async function squeeze(markup: Html): Promise<HtmlEscapedString> {
  return raw((await markup).toString().replaceAll(/\s*\n\s*/g, '\n'));
}

/** The attributes of an element whose text is in `language`, where the text around it is in another. */
export function inLanguage(language: string, around: string): Html {
  return language === around ? html`` : html` lang="${language}" dir="${directionOf(language)}"`;
}
