// MJML's workarounds for tables in Outlook, and its style sheet for tables and pictures.
const FOR_TABLES = /<!--\[if [\s\S]*?<!\[endif\]-->\n?|<style type="text\/css">\n#outlook [\s\S]*?<\/style>\n?/g;

// The namespaces of its workarounds for Outlook.
const FOR_OUTLOOK = / xmlns:[vo]="[^"]*"/g;

// MJML's attributes of the outermost element. They make no landmark that a reader could jump to, and have no name.
const ARTICLE = ' aria-roledescription="email" role="article"';

// Five properties hide the preheader. Text in the colour of its background is what spam filters look for.
const PREHEADER_COLOUR = /color:#ffffff;(?<=font-size:1px;color:#ffffff;)/;

// Classes of MJML's tables for Outlook, to which no style of ours belongs, and empty ones.
const UNUSED_CLASS = / class="(?:[\w-]+-outlook)?"(?=[ >])/g;

// White space at which no text stands: within a tag, and between the parts of tables and the boxes in them.
const IN_TAG = /<[a-z][^<>]*>/g;
// The line end stands first in the pattern: a lookbehind there would be tried at every character.
const BETWEEN = /\n(?<=<\/?(?:table|tbody|tr|td|div)(?: [^<>]*)?>\n)(?=<\/?(?:table|tbody|tr|td|div)\b|<!--\[if)/g;

// A line end with the white space around it, empty lines included.
const LINE_END = /[^\S\n]*\n\s*/g;

/** Shortens a style. `isTurned`: the page is written from right to left, so directions differ from the default. */
function leanStyle(style: string, isTurned: boolean): string {
  const own = isTurned ? style : style.replaceAll(/direction:ltr;(?<=(?:^|;)direction:ltr;)/g, '');
  const lean = own.replaceAll(/0px(?<=[: ]0px)(?=[; ]|$)/g, '0').replace(/;$/, '');
  return lean === '' ? '' : ` style="${lean}"`;
}

/** Shortens a tag. The values of other attributes than its style may be texts, and stay as they are. */
const leanTag = (tag: string, isTurned: boolean): string =>
  tag
    .replaceAll(UNUSED_CLASS, '')
    .replace(/^(<\w+)\s+/, '$1 ')
    .replaceAll('\n', ' ')
    .replace(/ style="([^"]*)"/, (_, style: string) => leanStyle(style, isTurned))
    .replace(/ +(?=>$)/, '');

/**
 * Shortens MJML's output, of which a third is indentation, and drops what has no use in our mails. A mail of fourteen
 * stories loses 10 KB. A page without tables loses MJML's additions for tables as well, a kilobyte as sent. Texts stay as
 * they are: ours contain no line breaks.
 */
export function leanHtml(html: string): string {
  const lean = html.trim().replaceAll(LINE_END, '\n');
  const page = lean.includes('<table') ? lean : lean.replace(FOR_TABLES, '').replace(FOR_OUTLOOK, '');
  const own = page.replace(ARTICLE, ' role="main"').replace(PREHEADER_COLOUR, '');
  const isTurned = own.slice(0, own.indexOf('<head')).includes(' dir="rtl"');
  // A mail repeats most of its tags with each story.
  const leanOf = new Map<string, string>();
  const shorten = (tag: string): string => leanOf.getOrInsertComputed(tag, () => leanTag(tag, isTurned));
  return own.replaceAll(IN_TAG, shorten).replaceAll(BETWEEN, '');
}
