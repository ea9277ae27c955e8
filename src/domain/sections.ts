/** A part of a newsletter under its own heading; `words`: outlets' other names for it. */
export type Section = { name: string; words: string[] };

const MAX_SECTIONS = 20;
const MAX_WORDS = 40;
const MAX_LENGTH = 60;

/** Control characters, including those that change the direction of the following text. */
const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** "Army: land forces, soldiers; Navy" → the sections in their order. Returns what is wrong as a sentence's end. */
export function parseSections(text: string): Section[] | string {
  const sections = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split(':');
      const words = rest.join(':').split(',');
      return { name: name.trim(), words: words.map((word) => word.trim()).filter((word) => word !== '') };
    });
  const names = sections.map(({ name }) => normalize(name));
  const twice = sections.find((_, at) => names.indexOf(names[at]!) !== at);
  if (names.includes('')) return 'has a section without a name; write them as in "Army: land forces; Navy"';
  if (twice) return `names ${twice.name} twice`;
  if (sections.length > MAX_SECTIONS) return `has ${sections.length} sections, but at most ${MAX_SECTIONS} are allowed`;
  for (const { name, words } of sections) {
    if (words.length > MAX_WORDS) return `has more than ${MAX_WORDS} words for ${name}`;
    const long = [name, ...words].find((word) => word.length > MAX_LENGTH || UNSAFE.test(word));
    if (long !== undefined) return `has a name or word over ${MAX_LENGTH} characters or with control characters`;
  }
  return sections;
}

/** Words in small letters with single spaces between them: "U.S./air-force" is "u s air force". */
function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .join(' ');
}

/** How well a section's words are those of a label: all of it, the length of the longest in it, or 0. */
function fitOf({ name, words }: Section, label: string): number {
  const fits = [name, ...words].map(normalize).filter((word) => word !== '' && ` ${label} `.includes(` ${word} `));
  return fits.includes(label) ? Infinity : Math.max(0, ...fits.map((word) => word.length));
}

/**
 * The name of the section that the first of the labels to mean one means, or null. Labels are outlets' own
 * ("World/Europe", "air-force"): one means the section whose name or word it is, else the one whose longest word it
 * holds, whole words only.
 */
export function findSection(labels: readonly (string | null)[], sections: readonly Section[]): string | null {
  if (sections.length === 0) return null;
  for (const text of labels) {
    const label = normalize(text ?? '');
    const fits = sections.map((section) => fitOf(section, label));
    const best = Math.max(...fits);
    if (best > 0) return sections[fits.indexOf(best)]!.name;
  }
  return null;
}
