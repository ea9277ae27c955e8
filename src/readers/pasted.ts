import { isAddress } from './addresses.ts';

// Zero-width characters, soft hyphens and marks of direction, which come along when text is copied from a page.
const UNSEEN = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
// The address of "Name <a@b>", "Name (a@b)" and "Name [mailto:a@b]".
const BRACKETED = /[<[(]\s*([^\s<>[\]()]+@[^\s<>[\]()]+)\s*[>\])]/u;
const OPENING = /^[<(["“”„«»‹›‘’]+/u;
const CLOSING = /[>)\]"“”„«»‹›‘’,;:.]+$/u;

function withoutScheme(word: string): string {
  if (!/^mailto:/iu.test(word)) return word;
  const address = word.slice('mailto:'.length).replace(/\?.*$/u, '');
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** A word without the quotes, brackets and commas around it. */
function unwrap(word: string): string {
  const inner = word.replace(OPENING, '').replace(CLOSING, '');
  // An apostrophe may begin an address, but none is in a pair of them.
  const bare = /^'.+'$/u.test(inner) ? unwrap(inner.slice(1, -1)) : inner;
  return withoutScheme(bare).replaceAll('\0', '');
}

/**
 * The words of a text that a person typed or pasted, without what stands around addresses in mails, lists and links:
 * invisible characters, quotes, brackets, "mailto:", commas. Of "Name <a@b>" only the address is left. Pure.
 */
export function pastedWords(text: string): string[] {
  const seen = text.replaceAll(UNSEEN, '').replaceAll('\0', '');
  const words = (BRACKETED.exec(seen)?.[1] ?? seen).split(/\s+/u).filter((word) => word !== '');
  const inner = words.map(unwrap).filter((word) => word !== '');
  // Who searches for punctuation alone does not search for everything.
  return inner.length > 0 ? inner : words;
}

/** The address in what a person typed or pasted. A text without one stays. Pure. */
export function bareAddress(text: string): string {
  const bare = pastedWords(text).join(' ');
  return isAddress(bare) ? bare : text;
}
