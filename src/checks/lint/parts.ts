import type { CheerioAPI } from 'cheerio';
import type { LintFinding } from './finding.ts';

const unspaced = (text: string): string => text.replaceAll(/\s+/g, '');

const unique = (values: readonly string[]): string[] => [...new Set(values)];

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** A place on the web edition's page, to which a text leads by the page itself. */
const PLACE_ON_PAGE = /#(?:story-\d+|share)$/;

/** The links of the HTML in order, without duplicates. */
function linksOf($: CheerioAPI, selector: string): string[] {
  return unique(
    $(selector)
      .get()
      .map((each) => ($(each).attr('href') ?? '').replace(PLACE_ON_PAGE, ''))
      .filter((href) => /^https?:/.test(href)),
  );
}

/** The text part never breaks an address, so each has its own line. */
const plainLinks = (plain: string): string[] => unique(plain.match(/^https?:\/\/\S+$/gm) ?? []);

/** Finds differences between the text and the HTML of a digest: stories, links, and the order of stories. */
export function compareParts($: CheerioAPI, plain: string, place: string): LintFinding[] {
  const found: LintFinding[] = [];
  const report = (message: string): void => void found.push({ code: 'parts', severity: 'error', message, place });
  const [inHtml, inText] = [linksOf($, 'a[href]'), plainLinks(plain)];
  for (const url of inHtml) if (!inText.includes(url)) report(`The text lacks a link that the HTML has: ${short(url)}`);
  for (const url of inText) if (!inHtml.includes(url)) report(`The HTML lacks a link that the text has: ${short(url)}`);

  const text = unspaced(plain);
  const headlines = $('h2, h3')
    .get()
    .filter((each) => $(each).find('a[href]').length > 0)
    .map((each) => $(each).text().trim());
  const missing = headlines.filter((headline) => !text.includes(unspaced(headline)));
  for (const headline of missing) report(`The text lacks a story that the HTML has: “${short(headline)}”`);

  const storyLinks = linksOf($, 'h2 a[href], h3 a[href]');
  const inTextOrder = inText.filter((url) => storyLinks.includes(url));
  if (storyLinks.every((url) => inText.includes(url)) && inTextOrder.join('\n') !== storyLinks.join('\n'))
    report('The stories have a different order in the text and in the HTML.');
  return found;
}
