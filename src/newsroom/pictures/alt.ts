/** Names and stand-ins that say nothing of what a picture shows. */
const FILE = /\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp)\b/i;
const CAMERA = /^(?:img|dsc[nf]?|p?xl|image|photo|pic|screen ?shot|untitled|file|picture|thumbnail)[\s_-]*[\d_\s-]*$/i;
const CODE = /^[\w./:-]*\d[\w./:-]*$/;
const URL_LIKE = /^(?:https?:|www\.|data:)/i;
const STAND_IN =
  /^(?:photo|image|picture|foto|imagen|bild|logo|lead image|featured image|article image|file photo|archivo|getty images|reuters|ap|afp)$/i;

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function isSaying(text: string): boolean {
  if (FILE.test(text) || CAMERA.test(text) || URL_LIKE.test(text) || STAND_IN.test(text)) return false;
  // "2024_03_politics-hero": a slug; one word of letters may still say what is shown.
  const isCode = !/\s/.test(text) && (CODE.test(text) || /[_/]/.test(text) || text.split('-').length > 2);
  return !isCode && /\p{L}{2}/u.test(text);
}

/** More of a text than this must stand beside it to call it a repetition. */
const REPEATED_SHARE = 0.6;

/** True where `beside` holds what `text` says, whole or nearly. */
function repeats(text: string, beside: string): boolean {
  const [said, other] = [fold(text), fold(beside)];
  if (said === '' || other === '') return false;
  if (` ${other} `.includes(` ${said} `)) return true;
  return other.length >= said.length * REPEATED_SHARE && ` ${said} `.includes(` ${other} `);
}

/**
 * What a picture shows, in the outlet's words, for those who do not see it; empty where they say nothing (a file's
 * name) or stand beside the picture already, so that nobody hears a caption or a headline twice (WCAG 2.2, 1.1.1).
 * `beside`: what is read out with the picture; `otherwise`: used where the alternative text is none.
 */
export function chooseAlt(
  alt: string | null,
  { beside, otherwise }: { beside: readonly (string | null)[]; otherwise: string | null },
): string {
  for (const text of [alt, otherwise]) {
    if (text && isSaying(text) && !beside.some((other) => other !== null && repeats(text, other))) return text;
  }
  return '';
}
