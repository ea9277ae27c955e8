import { namesPrivateHost } from './fetch/addresses.ts';
import { httpUrl, storyUrl } from './links.ts';
import { cleanText } from './text.ts';

/** An address that a person pasted, without tracking parameters; or what is wrong with it, as a sentence. */
export type GivenAddress = { url: string; fault: null } | { url: null; fault: string };

const MAX_LENGTH = 2_000;
// "paper.example/story", as browsers show it.
const BARE = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d{1,5})?(?:[/?#]|$)/u;

/** Parses the address of a story as people paste it: with blanks, in angle brackets, without its scheme. */
export function parseGivenAddress(typed: string, isPrivateAllowed: (url: URL) => boolean): GivenAddress {
  const refuse = (fault: string): GivenAddress => ({ url: null, fault });
  const text = typed
    .trim()
    .replace(/^<(.*)>$/su, '$1')
    .trim();
  if (text === '') return refuse('Paste the address of a story.');
  if (text.length > MAX_LENGTH) return refuse(`The address is longer than ${MAX_LENGTH} characters.`);
  const full = BARE.test(text) ? `https://${text}` : text;
  const parsed = /\s/u.test(full) ? null : URL.parse(full);
  // A place within the page is not part of the story's address.
  if (parsed) parsed.hash = '';
  if (!parsed)
    return refuse(`“${cleanText(text).slice(0, 100)}” is not an address; it looks like https://paper.example/story.`);
  if (!/^https?:$/.test(parsed.protocol)) return refuse('The address must begin with http:// or https://.');
  if (parsed.username !== '' || parsed.password !== '')
    return refuse('The address must not contain a user name or password: every reader would get them.');
  const url = storyUrl(parsed.href) ?? httpUrl(parsed.href);
  if (url === null) return refuse('The address is not one of the web.');
  const { hostname, pathname, search } = new URL(url);
  if (namesPrivateHost(new URL(url)) && !isPrivateAllowed(new URL(url)))
    return refuse(`${hostname} is a private address: readers cannot open it, and it is not fetched.`);
  if (pathname === '/' && search === '') return refuse('This is a home page. Paste the address of one story.');
  return { url, fault: null };
}
