// Control characters, marks that change the direction of text, and invisible characters. Joiners stay, because scripts
// and emoji need them. Ingest cleans what it reads; this guards text from other sources.
const UNWANTED =
  // oxlint-disable-next-line no-control-regex -- controls are what it removes
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

// Text that needs no change: ASCII words with single spaces.
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

/** One line of plain text. */
export function clean(text: string): string {
  if (CLEAN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(UNWANTED, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim();
}

/** One line of plain text, or null if nothing is left. */
export function cleanLine(text: string | null | undefined): string | null {
  return clean(text ?? '') || null;
}
