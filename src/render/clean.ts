// Controls, what turns the direction of text, and what is there without being seen; joiners stay, since scripts
// and emoji need them. Ingest has cleaned what it read: this guards what came another way.
const UNWANTED =
  // oxlint-disable-next-line no-control-regex -- controls are what it removes
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

// Nothing to do: words of ASCII with single spaces between them.
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

/** One line of plain text, or null where nothing is left. */
export function cleanLine(text: string | null | undefined): string | null {
  return clean(text ?? '') || null;
}
