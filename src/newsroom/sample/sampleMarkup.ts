import { escapeMarkup } from '../../language/escape.ts';

/** Text that is markup already. */
export type Markup = { readonly markup: string };

type Value = Markup | string | number | false | null | undefined | readonly Value[];

function markupOf(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number')
    return escapeMarkup(String(value)).replaceAll("'", '&#39;');
  return 'markup' in value ? value.markup : value.map(markupOf).join('');
}

/**
 * A tagged template for XML and HTML alike: what is filled in is escaped, unless it is Markup or a list
 * of it; null, undefined and false leave nothing.
 */
export function markup(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return { markup: String.raw({ raw: strings }, ...values.map(markupOf)) };
}

/** A value as JSON that may stand inside a `<script>` element: no `<` can end it. */
export function jsonInScript(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll('<', '\\u003c') };
}
