import type { CheerioAPI } from 'cheerio';
import { isTag, isText, type Element } from 'domhandler';
import { contrastOf, MIN_CONTRAST } from '../../domain/colour.ts';
import { rulesOf, statedOf, type Mode, type Stated } from './cascade.ts';
import type { LintFinding } from './finding.ts';

const NAMED: Readonly<Record<string, string>> = { black: '#000000', white: '#ffffff' };

/** The #rrggbb in a value, or null. */
function colourIn(value: string): string | null {
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(value)?.[1];
  if (hex === undefined) return NAMED[value] ?? null;
  return `#${hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex}`;
}

const parentOf = ({ parent }: Element): Element | null => (parent && isTag(parent) ? parent : null);

/** The nearest stated colour, starting at the element itself. Without one, the mail program decides. */
function nearest(element: Element, stated: Stated, attribute: string | null): string | null {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const colour = colourIn(stated.get(at) ?? '') ?? colourIn(attribute ? (at.attribs[attribute] ?? '') : '');
    if (colour) return colour;
    // A link without a stated colour has the program's own, unless it inherits.
    if (at.tagName === 'a' && attribute === null && stated.get(at) !== 'inherit') return null;
  }
  return null;
}

const isHidden = (element: Element, display: Stated): boolean => {
  for (let at: Element | null = element; at; at = parentOf(at)) if (display.get(at) === 'none') return true;
  return false;
};

/** The element's own text. For a picture: its alternative text. */
function wordsOf($: CheerioAPI, element: Element): string {
  if (element.tagName === 'img') return $(element).attr('alt')?.trim() ?? '';
  const own = $(element)
    .contents()
    .filter((_, node) => isText(node))
    .text();
  return /[\p{L}\p{N}]/u.test(own) ? own.replaceAll(/\s+/g, ' ').trim() : '';
}

const OF_PROGRAM: Readonly<Record<Mode, { ink: string | null; ground: string | null }>> = {
  light: { ink: '#000000', ground: '#ffffff' },
  // Programs darken colours differently, so the background of this text is unknown.
  dark: { ink: null, ground: null },
};

/** Finds text with too little contrast to its background, by the rendered colours, in light and dark mode. */
export function findUnreadableWords($: CheerioAPI, place: string): LintFinding[] {
  const found = new Map<string, LintFinding>();
  for (const mode of ['light', 'dark'] as const) {
    const rules = rulesOf($, mode);
    const inks = statedOf($, rules, ['color']);
    const grounds = statedOf($, rules, ['background-color', 'background']);
    const display = statedOf($, rules, ['display']);
    $<Element, string>('body *').each((_, element) => {
      const words = wordsOf($, element);
      if (words === '' || isHidden(element, display)) return;
      const ink = nearest(element, inks, null) ?? OF_PROGRAM[mode].ink;
      const ground = nearest(element, grounds, 'bgcolor') ?? OF_PROGRAM[mode].ground;
      if (ink === null || ground === null) return;
      const contrast = contrastOf(ink, ground);
      const key = `${mode} ${ink} ${ground}`;
      if (contrast >= MIN_CONTRAST || found.has(key)) return;
      found.set(key, {
        code: 'contrast',
        severity: 'error',
        message: `Text in ${ink} on ${ground} has a contrast of ${contrast.toFixed(2)}; ${MIN_CONTRAST} is needed: “${words.slice(0, 40)}”.`,
        place: `${place}, ${mode}`,
      });
    });
  }
  return [...found.values()];
}
