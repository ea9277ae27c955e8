import { ReveilleError } from '../../../domain/errors.ts';
import { decodeBytes } from '../charset.ts';
import { isFields, type JsonFields } from '../fields.ts';
import { localName, parseMarkup, type MarkupNode } from '../markup.ts';
import { cutItems } from './limit.ts';

/** The detected document of a feed. */
type FeedSource = { kind: 'xml'; root: MarkupNode } | { kind: 'json'; value: JsonFields };

const FEED_ROOTS = new Set(['rss', 'feed', 'rdf', 'channel', 'urlset', 'sitemapindex']);
const HTML = new Set([
  'html',
  'head',
  'br',
  'b',
  'body',
  'title',
  'p',
  'div',
  'meta',
  'h1',
  'script',
  'link',
  'center',
  'table',
]);

/** The text before the root element, without comments. It may declare a document type. */
function prolog(text: string): string {
  let kept = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    kept += text.slice(from, start);
    const end = text.indexOf('-->', start + 4);
    // An unclosed comment continues to the end.
    from = end < 0 ? text.length : end + 3;
    if (end < 0 || /<[A-Za-z_]/.test(kept.slice(-200))) break;
  }
  kept += text.slice(from, from + 100_000);
  const root = kept.search(/<[A-Za-z_]/);
  return root < 0 ? kept : kept.slice(0, root);
}

function parseJson(text: string): JsonFields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ReveilleError('FEED_UNREADABLE', 'The feed is invalid JSON.', { cause });
  }
  if (!isFields(value)) throw new ReveilleError('FEED_UNREADABLE', 'The JSON is not a feed.');
  return value;
}

/**
 * Bytes as a feed's document: charset and format sniffed, leading blanks and noise tolerated, entities of a
 * document type never defined. Errors: FEED_UNREADABLE, FEED_IS_A_PAGE (HTML), FEED_HAS_DTD (a document type that
 * declares entities; the plain DOCTYPE of old RSS is fine).
 */
export function readFeedSource(bytes: Uint8Array, contentType: string | null | undefined): FeedSource {
  // oxlint-disable-next-line no-control-regex -- zero bytes are the padding of a broken export
  const text = decodeBytes(bytes, { xml: true, contentType }).replace(/^[\s\ufeff\u0000]+/u, '');
  if (!text) throw new ReveilleError('FEED_UNREADABLE', 'The feed is empty.');
  if (/^[{[]/.test(text)) return { kind: 'json', value: parseJson(text) };
  const start = text.indexOf('<');
  if (start < 0) throw new ReveilleError('FEED_UNREADABLE', 'The feed is neither XML nor JSON.');
  const xml = text.slice(start);
  const head = prolog(xml);
  if (/<!DOCTYPE\s+html[\s>]/i.test(head))
    throw new ReveilleError('FEED_IS_A_PAGE', 'The address leads to a page, not to a feed.');
  return readXml(xml);
}

// Programs may print warnings, scripts or a part of a page before the feed.
const MAX_BEFORE = 50_000;
// Each start is parsed to the end of the document.
const MAX_STARTS = 3;
const FEED_START = /<(?:\?xml\s|rss[\s>]|feed\s[^<>]*xmlns|rdf:RDF[\s>]|urlset[\s>]|sitemapindex[\s>])/i;

function readXml(xml: string, starts = 1): FeedSource {
  if (/<!ENTITY/i.test(prolog(xml)))
    throw new ReveilleError('FEED_HAS_DTD', 'The feed declares its own entities, which is not allowed.');
  const document = parseMarkup(cutItems(xml), { xml: true });
  const root = (document.children ?? []).find(
    (node) => node.attribs !== undefined && node.name && !node.name.startsWith('?'),
  );
  if (root && FEED_ROOTS.has(localName(root))) return { kind: 'xml', root };
  const later = xml.slice(1, MAX_BEFORE).search(FEED_START);
  if (root && later >= 0 && starts < MAX_STARTS) return readXml(xml.slice(later + 1), starts + 1);
  if (root && HTML.has(localName(root)))
    throw new ReveilleError('FEED_IS_A_PAGE', 'The address leads to a page, not to a feed.');
  throw new ReveilleError('FEED_UNREADABLE', 'The document is not a known kind of feed.');
}
