import type { CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';

export type Mode = 'light' | 'dark';

/** The value of a property for each element that states one, as mail programs with style sheets compute it. */
export type Stated = Map<Element, string>;

type Rule = { selector: string; declarations: string; weight: number };

const DARK = /@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}/g;
const OTHER_MEDIA = /@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g;

// Selectors 4, 17, without ids, which our templates do not use: classes count before elements.
const weigh = (selector: string): number =>
  100 * (selector.match(/[.[:]/g)?.length ?? 0) + (selector.match(/(?:^|[\s>])[a-z]/gi)?.length ?? 0);

function parseRules(css: string): Rule[] {
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', declarations = '']) =>
    selectors.split(',').map((text) => {
      const selector = text.trim();
      return { selector, declarations, weight: weigh(selector) };
    }),
  );
}

/** The rules of the style sheets that apply in a mode. Rules for narrow screens only change sizes, and are left out. */
export function rulesOf($: CheerioAPI, mode: Mode): Rule[] {
  const css = $('style')
    .get()
    .map((each) =>
      $(each)
        .text()
        .replaceAll(/\/\*[\s\S]*?\*\//g, ''),
    )
    .join('\n');
  const dark = [...css.matchAll(DARK)].map(([, inner]) => inner ?? '').join('\n');
  return parseRules(`${css.replace(OTHER_MEDIA, '')}\n${mode === 'dark' ? dark : ''}`);
}

type Value = { value: string; isImportant: boolean };

function valueOf(declarations: string, names: readonly string[]): Value | null {
  let found: Value | null = null;
  for (const declaration of declarations.split(';')) {
    const [name = '', ...rest] = declaration.split(':');
    if (!names.includes(name.trim().toLowerCase())) continue;
    const text = rest.join(':').trim().toLowerCase();
    found = { value: text.replace(/\s*!important$/, ''), isImportant: text.endsWith('!important') };
  }
  return found;
}

const INLINE = 1e6;
const IMPORTANT = 1e9;

/** What each element states for a property, under one of its names, by a sheet or its own style. */
export function statedOf($: CheerioAPI, rules: readonly Rule[], names: readonly string[]): Stated {
  const stated = new Map<Element, { value: string; weight: number }>();
  const state = (element: Element, { value, isImportant }: Value, weight: number): void => {
    const total = weight + (isImportant ? IMPORTANT : 0);
    if (total >= (stated.get(element)?.weight ?? -1)) stated.set(element, { value, weight: total });
  };
  for (const { selector, declarations, weight } of rules) {
    const value = valueOf(declarations, names);
    // A selector that the parser does not know (a vendor's pseudo-element) styles none of our text.
    if (value && /^[\w\s.>*-]+$/.test(selector))
      $<Element, string>(selector).each((_, each) => state(each, value, weight));
  }
  $<Element, string>('[style]').each((_, each) => {
    const value = valueOf($(each).attr('style') ?? '', names);
    if (value) state(each, value, INLINE);
  });
  return new Map([...stated].map(([element, { value }]) => [element, value]));
}
