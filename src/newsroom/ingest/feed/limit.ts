/** Only this many first items of a feed are read. */
export const MAX_ITEMS = 500;

const OPAQUE: Readonly<Record<string, string>> = { '<![CDATA[': ']]>', '<!--': '-->' };
// Constructs that hide markup, and the ends of items. In a sitemap, only entries about news are items.
const ENDS = /<!\[CDATA\[|<!--|<\/(?:[\w.-]{1,40}:)?(?:item|entry|news)\s*>|<(?:item|entry)\s*\/>/gi;

/**
 * Removes the items beyond the limit from a feed's XML, and keeps the text after the last item. One pass over the text,
 * before a tree is built.
 */
export function cutItems(xml: string): string {
  const ends = new RegExp(ENDS);
  let count = 0;
  let keptTo = 0;
  let lastEnd = 0;
  for (let found = ends.exec(xml); found; found = ends.exec(xml)) {
    const closing = OPAQUE[found[0].toUpperCase()];
    if (closing === undefined) {
      count++;
      lastEnd = ends.lastIndex;
      if (count === MAX_ITEMS) keptTo = lastEnd;
      continue;
    }
    const end = xml.indexOf(closing, ends.lastIndex);
    if (end < 0) break;
    ends.lastIndex = end + closing.length;
  }
  // If the connection closed within an item, that item is incomplete.
  const rest = xml.slice(lastEnd);
  const isCut =
    lastEnd > 0 && /<(?:item|entry)[\s>]/i.test(rest) && !/<\/(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>/i.test(rest);
  if (isCut && count <= MAX_ITEMS) return xml.slice(0, lastEnd);
  return count > MAX_ITEMS ? xml.slice(0, keptTo) + xml.slice(lastEnd) : xml;
}
