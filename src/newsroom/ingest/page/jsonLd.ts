import { headlinesAgree } from '../agree.ts';
import { isFields, type JsonFields } from '../fields.ts';
import { linkKey } from '../links.ts';

/** The article in a page's JSON-LD, with raw texts. */
export type LinkedArticle = {
  headline: string | null;
  description: string | null;
  published: string | null;
  modified: string | null;
  authors: string[];
  publisher: string | null;
  copyright: string | null;
  language: string | null;
  url: string | null;
  dateline: string | null;
  section: string | null;
  /** null: unknown */
  isFree: boolean | null;
  body: string | null;
  images: {
    url: string | null;
    width: string | null;
    height: string | null;
    caption: string | null;
    credit: string | null;
  }[];
};

const ARTICLE =
  /^(?:https?:\/\/schema\.org\/)?(?:\w*NewsArticle|Article|\w+Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report|Review|VideoObject)$/i;
const MAX_NODES = 5000;
const MAX_ARTICLES = 200;

function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return asText(value[0]);
  if (isFields(value)) return asText(value['@value'] ?? value['name']);
  return null;
}

function asList(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** Parses a script that may be wrapped in comments or CDATA, or have raw line breaks in its strings. */
function parseLoosely(script: string): unknown {
  const bare = script
    .trim()
    .replace(/^(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)$/, '')
    .replace(/;\s*$/, '');
  // oxlint-disable-next-line no-control-regex -- raw controls are what breaks the JSON
  const oneLine = bare.replace(/[\u0000-\u001f]+/g, ' ');
  for (const text of [bare, oneLine, oneLine.replace(/,\s*([}\]])/g, '$1')]) {
    try {
      return JSON.parse(text);
    } catch {
      // Invalid JSON. The next variant may be valid; otherwise the page has other sources.
    }
  }
  return null;
}

/**
 * All objects in the scripts, including those in `@graph` and arrays, at most MAX_NODES. Lists (which name other pages)
 * and posts of live blogs are not opened.
 */
function nodesOf(scripts: string[]): JsonFields[] {
  const found: JsonFields[] = [];
  const queue: unknown[] = scripts.map(parseLoosely);
  for (let i = 0; i < queue.length && i < MAX_NODES; i++) {
    const value = queue[i];
    if (Array.isArray(value)) queue.push(...value.slice(0, MAX_NODES));
    else if (isFields(value)) {
      const fields = value;
      found.push(fields);
      for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage'])
        if (typeof fields[key] === 'object' && !isList(fields)) queue.push(fields[key]);
    }
  }
  return found;
}

function hasType(node: JsonFields, pattern: RegExp): boolean {
  return asList(node['@type']).some((type) => typeof type === 'string' && pattern.test(type));
}

function isList(node: JsonFields): boolean {
  return hasType(node, /(?:ItemList|CollectionPage|BreadcrumbList)$/i);
}

function imageOf(value: unknown, nodes: JsonFields[]): LinkedArticle['images'][number] {
  if (!isFields(value)) return { url: asText(value), width: null, height: null, caption: null, credit: null };
  const id = asText(value['@id']);
  const fields =
    value['url'] || value['contentUrl'] || !id ? value : (nodes.find((n) => n['@id'] === id && n !== value) ?? value);
  return {
    url:
      asText(fields['url']) ?? asText(fields['contentUrl']) ?? (asText(fields['@type']) ? asText(fields['@id']) : null),
    width: asText(fields['width']),
    height: asText(fields['height']),
    caption: asText(fields['caption']) ?? asText(fields['description']),
    credit: asText(fields['creditText']) ?? asText(fields['credit']) ?? asText(fields['copyrightHolder']),
  };
}

function authorsOf(node: JsonFields, nodes: JsonFields[]): string[] {
  return asList(node['author'] ?? node['creator']).flatMap((author) => {
    if (!isFields(author)) return asText(author) ?? [];
    const given = [author['givenName'], author['additionalName'], author['familyName']].flatMap(
      (name) => asText(name) ?? [],
    );
    if (!author['name'] && given.length > 1) return [given.join(' ')];
    const linked = author['name'] ? author : nodes.find((n) => n['@id'] === author['@id'] && n['name']);
    return asList(linked?.['name'])
      .map(asText)
      .filter((name) => name !== null);
  });
}

function copyrightOf(node: JsonFields): string | null {
  const notice = asText(node['copyrightNotice']);
  if (notice) return notice;
  const holder = asText(node['copyrightHolder']);
  const year = asText(node['copyrightYear']);
  return holder ? `© ${year ? `${year} ` : ''}${holder}` : null;
}

function asBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = asText(value)?.replace(/^https?:\/\/schema\.org\//i, '') ?? '';
  return /^(?:true|yes|1)$/i.test(text) ? true : /^(?:false|no|0)$/i.test(text) ? false : null;
}

/** Whether the article is free. If it does not say so itself, a part behind a paywall decides. */
function isFree(node: JsonFields): boolean | null {
  const parts = asList(node['hasPart']).filter(isFields);
  const own = asBoolean(node['isAccessibleForFree']);
  return own ?? (parts.some((part) => asBoolean(part['isAccessibleForFree']) === false) ? false : null);
}

/** The headline of a node. An encyclopedia's is a description; its name is the title then, if the page says it, too. */
function headlineOf(node: JsonFields, titles: readonly string[]): string | null {
  const [headline, name] = [asText(node['headline']), asText(node['name'])];
  if (headline === null || name === null || headline === name) return headline ?? name;
  const isTitle = (text: string): boolean => titles.some((title) => headlinesAgree(text, title));
  return !isTitle(headline) && isTitle(name) ? name : headline;
}

/** The addresses of a node, and whether they are places within a page (`#post-3`). */
function placesOf(node: JsonFields, base: string | null): { key: string; isWithin: boolean }[] {
  const page = node['mainEntityOfPage'];
  const named = [node['url'], ...(isFields(page) ? [page['@id'], page['url']] : [page])].map((value) => ({
    text: asText(value),
    isId: false,
  }));
  return [...named, { text: asText(node['@id']), isId: true }].flatMap(({ text, isId }) => {
    // Some pages write "true" or other words instead of an address.
    const url = text && /^(?:https?:)?\/\/|^\//i.test(text) ? URL.parse(text, base ?? undefined) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.pathname === '/') return [];
    return [{ key: linkKey(url.href), isWithin: url.hash !== '' && !isId }];
  });
}

/** The page's own addresses and headlines. */
export type PageClues = { urls: string[]; titles: string[]; base: string | null };

/** How certain it is that a node is the page's story. Null: it belongs to another page. */
function weigh(node: JsonFields, { urls, titles, base }: PageClues): number | null {
  const own = new Set(urls.map(linkKey));
  const places = placesOf(node, base);
  const same = places.filter(({ key }) => own.has(key));
  const headline = headlineOf(node, titles);
  const agrees = headline !== null && titles.some((title) => headlinesAgree(headline, title));
  const isKnown = headline === null || titles.length === 0 || agrees;
  const isHere = same.some(({ isWithin }) => !isWithin);
  // Posts of a live blog name its page and a place on it.
  if (!isHere && !agrees && (!isKnown || places.length > same.length || same.length > 0)) return null;
  return (
    (isHere ? 4 : 0) +
    (agrees ? 3 : 0) +
    (hasType(node, /LiveBlogPosting$/i) ? 1 : 0) -
    (hasType(node, /VideoObject$/i) ? 4 : 0) +
    (headline !== null && asText(node['datePublished']) !== null ? 0.5 : 0)
  );
}

/** The names of the site and of the story's sections in a page's JSON-LD, and of the story's authors. */
export type LinkedNames = { sites: string[]; sections: string[]; authors: string[]; isArticle: boolean };

const SITE = /(?:WebSite|Organization|NewsMediaOrganization|Newspaper|Corporation|Periodical)$/i;

function namesIn(nodes: JsonFields[], node: JsonFields | undefined): LinkedNames {
  const texts = (...values: unknown[]): string[] => values.flatMap((value) => asText(value) ?? []);
  const crumbs = nodes
    .filter((each) => hasType(each, /BreadcrumbList$/i))
    .flatMap((list) => asList(list['itemListElement']).slice(0, 20))
    .filter(isFields)
    .flatMap((crumb) => asText(crumb['name']) ?? (isFields(crumb['item']) ? texts(crumb['item']['name']) : []));
  return {
    sites: [
      ...nodes.filter((each) => hasType(each, SITE)).flatMap((each) => texts(each['name'], each['alternateName'])),
      ...(node ? texts(node['publisher'], node['isPartOf'], node['sourceOrganization']) : []),
    ],
    sections: [...crumbs, ...asList(node?.['articleSection']).flatMap((section) => texts(section))],
    authors: node ? authorsOf(node, nodes) : [],
    isArticle: node !== undefined,
  };
}

/**
 * The page's own article in its JSON-LD, or null: the node with the page's address, else the one whose headline matches
 * the page's. Nodes about other pages are ignored, and so are broken scripts. Names come from all nodes.
 */
export function readJsonLd(
  scripts: string[],
  clues: PageClues,
): { article: LinkedArticle | null; linked: LinkedNames } {
  const nodes = nodesOf(scripts.slice(0, 50));
  const weighed = nodes
    .filter((node) => hasType(node, ARTICLE))
    .slice(0, MAX_ARTICLES)
    .map((node) => ({ node, weight: weigh(node, clues) }))
    .filter((each): each is { node: JsonFields; weight: number } => each.weight !== null);
  const node = weighed.toSorted((a, b) => b.weight - a.weight)[0]?.node;
  const linked = namesIn(nodes, node);
  return { article: node ? articleOf(node, nodes, clues.titles) : null, linked };
}

function articleOf(node: JsonFields, nodes: JsonFields[], titles: readonly string[]): LinkedArticle {
  return {
    headline: headlineOf(node, titles),
    description: asText(node['description']),
    published:
      asText(node['datePublished']) ??
      asText(node['dateCreated']) ??
      asText(node['uploadDate']) ??
      asText(node['coverageStartTime']),
    modified: asText(node['dateModified']),
    authors: authorsOf(node, nodes),
    publisher: asText(node['publisher']),
    copyright: copyrightOf(node),
    language: asText(node['inLanguage']),
    url:
      asText(node['url']) ??
      asText(isFields(node['mainEntityOfPage']) ? node['mainEntityOfPage']['@id'] : node['mainEntityOfPage']),
    dateline: asText(node['dateline']),
    section: asText(node['articleSection']),
    isFree: isFree(node),
    body: asText(node['articleBody']),
    images: [...asList(node['image']), ...asList(node['thumbnailUrl'])].map((image) => imageOf(image, nodes)),
  };
}
