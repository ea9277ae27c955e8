import { attribute, localName, type MarkupNode } from './markup.ts';

// Attributes in which lazy-loading scripts keep the real address, best first.
const LAZY = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-orig-file',
  'data-large-file',
  'data-full-src',
  'data-hi-res-src',
  'data-lazy',
  'data-url',
  'data-image',
];
const LAZY_SETS = ['data-srcset', 'data-lazy-srcset', 'data-original-set', 'data-bgset'];
const PLACEHOLDER =
  /^(?:data:|about:)|(?:^|[-_/.])(?:blank|spacer|pixel|placeholder|loading|loader|lazy|transparent|empty|1x1|grey|gray)(?:[-_.0-9]|$)[^/]*$/i;
const MAX_SET = 20_000;
// A smaller picture is a placeholder for the full one in a set.
const SMALL = 400;

type Sized = { url: string; width: number };

/**
 * The addresses of a srcset with their widths in pixels (a density counts as a thousand). Commas within addresses are
 * kept.
 */
function sizedOf(srcset: string | null): Sized[] {
  return [
    ...(srcset ?? '').slice(0, MAX_SET).matchAll(/\s*,*\s*([^\s,](?:\S*[^\s,])?)(?:\s+([\d.]+)([wx]))?\s*(?:,|$)/g),
  ].flatMap(([, url = '', size = '1', unit = 'x']) =>
    // Without blanks after the commas, several addresses look like one.
    url.split(/,(?=(?:https?:)?\/\/)/).map((each) => ({ url: each, width: Number(size) * (unit === 'x' ? 1000 : 1) })),
  );
}

function largest(sets: readonly (string | null)[]): Sized | null {
  let best: Sized | null = null;
  for (const each of sets.flatMap(sizedOf))
    if (!PLACEHOLDER.test(each.url) && each.width > (best?.width ?? 0)) best = each;
  return best;
}

/**
 * The srcsets of the `<source>` elements in an image's `<picture>`. Formats that every mail program decodes come first.
 */
function sourcesBeside(image: MarkupNode): (string | null)[] {
  const picture = image.parent;
  if (!picture || localName(picture) !== 'picture') return [];
  const sources = (picture.children ?? []).slice(0, 20).filter((node) => localName(node) === 'source');
  const isModern = (node: MarkupNode): boolean => /avif|webp|jxl/i.test(attribute(node, 'type') ?? '');
  const plain = sources.filter((node) => !isModern(node));
  return (plain.length > 0 ? plain : sources).map(
    (node) => attribute(node, 'srcset') ?? attribute(node, 'data-srcset'),
  );
}

/** The width in a file's name ("a-120x80.jpg", "real-60x-1.jpg"), or null. */
function namedWidth(url: string): number | null {
  const found = /[-_](\d{2,4})x-?\d{0,4}(?=[-_.])[^/]*$/.exec(url);
  return found ? Number(found[1]) : null;
}

/**
 * The real address and declared size of an `<img>`: not the placeholder of a lazy-loaded picture; the largest of a set
 * if
 * the plain address is missing or small; a source of the `<picture>` if the image itself has none.
 */
export function imageSource(image: MarkupNode): { url: string | null; width: string | null; height: string | null } {
  const size = { width: attribute(image, 'width'), height: attribute(image, 'height') };
  const lazy =
    LAZY.map((name) => attribute(image, name)).find((url) => url && !PLACEHOLDER.test(url) && /[/.]/.test(url)) ?? null;
  if (lazy) return { url: lazy, ...size };
  const lazySet = largest(LAZY_SETS.map((name) => attribute(image, name)));
  if (lazySet) return { url: lazySet.url, ...size };
  const src = attribute(image, 'src');
  const isReal = src !== null && !PLACEHOLDER.test(src);
  const set = largest([attribute(image, 'srcset')]);
  const width = src ? namedWidth(src) : null;
  if (isReal && !(set && width !== null && width < SMALL && set.width > width)) return { url: src, ...size };
  const best = set ?? largest(sourcesBeside(image));
  return { url: best?.url ?? src, ...size };
}
