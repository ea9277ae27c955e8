/** So many of a feed's items are kept, the first; what lies behind them is not read. */
export const MAX_ITEMS = 500;

const OPAQUE: Readonly<Record<string, string>> = { '<![CDATA[': ']]>', '<!--': '-->' };
// What hides markup, and where an item ends. Of a sitemap's entries only those that tell of news are items.
const ENDS = /<!\[CDATA\[|<!--|<\/(?:[\w.-]{1,40}:)?(?:item|entry|news)\s*>|<(?:item|entry)\s*\/>/gi;

/**
 * A feed's XML without what lies behind the items that are kept, but for what stands behind the last of all. One pass
 * over the text, before a tree is built of it.
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
  // Where the connection closed within an item, that one is not whole.
  const rest = xml.slice(lastEnd);
  const isCut =
    lastEnd > 0 && /<(?:item|entry)[\s>]/i.test(rest) && !/<\/(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>/i.test(rest);
  if (isCut && count <= MAX_ITEMS) return xml.slice(0, lastEnd);
  return count > MAX_ITEMS ? xml.slice(0, keptTo) + xml.slice(lastEnd) : xml;
}
