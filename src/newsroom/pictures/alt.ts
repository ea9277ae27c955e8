/** File names and placeholders, which say nothing about a picture. */
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
  // "2024_03_politics-hero" is a slug. A single word of letters may still describe the picture.
  const isCode = !/\s/.test(text) && (CODE.test(text) || /[_/]/.test(text) || text.split('-').length > 2);
  return !isCode && /\p{L}{2}/u.test(text);
}

/** A text is a repetition if more than this share of it stands beside it. */
const REPEATED_SHARE = 0.6;

/** True if `beside` contains `text`, completely or nearly. */
function repeats(text: string, beside: string): boolean {
  const [said, other] = [fold(text), fold(beside)];
  if (said === '' || other === '') return false;
  if (` ${other} `.includes(` ${said} `)) return true;
  return other.length >= said.length * REPEATED_SHARE && ` ${said} `.includes(` ${other} `);
}

/**
 * Chooses a picture's alternative text from the outlet's words. It is empty if these say nothing (a file name) or already
 * stand beside the picture, so that no caption or headline is read out twice (WCAG 2.2, 1.1.1). `beside`: the text that
 * is read out with the picture. `otherwise`: the fallback for a missing alternative text.
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
