import type { CheerioAPI } from 'cheerio';

/** The changes that one mail program makes to a mail, as a sentence. */
export type ClientNote = Readonly<{ client: string; does: string }>;

/** Gmail ignores a style element that is longer than this, in characters (caniemail.com, "style element"). */
const GMAIL_STYLE = 8_192;

/** Properties that Word ignores, of those that mails use (Microsoft, "Word 2007 HTML and CSS Rendering Capabilities"). */
const UNKNOWN_TO_WORD = ['max-width', 'float', 'border-radius', 'object-fit', 'background-image', 'opacity'] as const;

type Mail = { css: string; inline: string; html: string; longestStyle: number; widest: number; hasDark: boolean };

function readMail($: CheerioAPI, html: string): Mail {
  const styles = $('style')
    .get()
    .map((each) => $(each).text());
  const widths = $('[width]')
    .get()
    .map((each) => $(each).attr('width') ?? '')
    .filter((width) => /^\d+$/.test(width));
  const css = styles.join('\n');
  return {
    css,
    html,
    inline: $('[style]')
      .get()
      .map((each) => $(each).attr('style'))
      .join(';'),
    longestStyle: Math.max(0, ...styles.map((style) => style.length)),
    widest: Math.max(0, ...widths.map(Number)),
    hasDark: css.includes('prefers-color-scheme'),
  };
}

/**
 * Gmail's apps know no `prefers-color-scheme`: Android darkens light colours, iOS inverts all of them
 * (github.com/hteumeuleu/email-bugs/issues/68; hteumeuleu.com/2021/fixing-gmail-dark-mode-css-blend-modes). Gmail alone
 * puts a `<u>` before the body, so `u + .body` selects it (howtotarget.email).
 */
function gmail({ css, longestStyle, hasDark }: Mail): string {
  const styles =
    longestStyle > GMAIL_STYLE
      ? `drops a style sheet of ${longestStyle} characters, because it takes ${GMAIL_STYLE} at most`
      : `keeps the style sheets, with the rules for phones (the longest has ${longestStyle} of ${GMAIL_STYLE} characters)`;
  const own = /\bu\s*\+\s*\.[\w-]+/.test(css)
    ? 'rules that begin with “u +” are for it alone'
    : 'no rule is for it alone';
  const dark = hasDark ? 'ignores our dark colours' : 'finds no dark colours';
  return `${styles}; ${own}. In dark mode the app ${dark} and makes its own: Android darkens light areas, iOS inverts every colour.`;
}

/**
 * Outlook.com and the Outlook apps replace colours in dark mode and keep ours in `data-ogsc` (text) and `data-ogsb`
 * (background), by which rules can give others (hteumeuleu.com/2019/dealing-with-outlook-com-s-dark-mode).
 */
function outlookCom({ css }: Mail): string {
  const has = (attribute: string): boolean => css.includes(`[${attribute}]`);
  if (has('data-ogsc') && has('data-ogsb'))
    return 'replaces the colours in dark mode; our rules for data-ogsc and data-ogsb give the dark colours of the theme instead.';
  return 'replaces the colours in dark mode by its own choice: no rule for data-ogsc or data-ogsb gives others.';
}

/**
 * Outlook for Windows renders with Word (hteumeuleu.com/2020/outlook-rendering-engine): tables with attributes, no media
 * queries, no float, no max-width. Conditional comments are for it alone.
 */
function outlookWindows({ inline, html }: Mail): string {
  const dropped = UNKNOWN_TO_WORD.filter((name) => new RegExp(`(?:^|[;\\s])${name}\\s*:`).test(inline));
  const ignored = dropped.length === 0 ? 'knows every inline property that is used' : `ignores ${dropped.join(', ')}`;
  const tables = html.includes('<!--[if mso')
    ? 'takes its widths from tables in conditional comments and from width attributes'
    : 'has no tables of its own, so the text is as wide as the window';
  return `renders with Word: it ${ignored}, and all rules for phones and dark colours; it ${tables}. In dark mode it inverts the colours.`;
}

/**
 * Samsung Email knows `prefers-color-scheme` (caniemail.com). Where it fits mails to the screen, it zooms to the widest
 * width attribute (github.com/hteumeuleu/email-bugs/issues/73).
 */
function samsung({ hasDark, widest }: Mail): string {
  const dark = hasDark ? 'shows our dark colours where the phone is dark' : 'darkens the mail by its own choice';
  return `${dark}. With “Fit to screen” it zooms to the widest width attribute, which is ${widest} pixels.`;
}

/** Apple Mail changes no colour of a mail with dark colours of its own and the meta tag (litmus.com, guide to dark mode). */
function apple({ hasDark, html }: Mail): string {
  const isTold = html.includes('name="color-scheme"');
  return hasDark && isTold
    ? 'shows the mail as written, in light and dark.'
    : 'shows the light colours in dark mode, or inverts them, because the mail has no dark colours of its own.';
}

const CLIENTS: readonly (readonly [client: string, tell: (mail: Mail) => string])[] = [
  ['Apple Mail', apple],
  ['Gmail', gmail],
  ['Outlook.com', outlookCom],
  ['Outlook for Windows', outlookWindows],
  ['Samsung Email', samsung],
];

/** Describes the changes that each common mail program makes to this mail, from the mail's contents. */
export function tellClients($: CheerioAPI, html: string): ClientNote[] {
  const mail = readMail($, html);
  return CLIENTS.map(([client, tell]) => ({ client, does: tell(mail) }));
}
