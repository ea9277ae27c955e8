import Handlebars from 'handlebars';
import { splitNames } from '../language/names.ts';

/** A text as markup in which no line ends within a name such as F-16. */
export function wholeNames(text: string): string {
  return splitNames(text)
    .map(({ text: part, isName }) => {
      const escaped = Handlebars.escapeExpression(part);
      return isName ? `<span style="white-space:nowrap">${escaped}</span>` : escaped;
    })
    .join('');
}
