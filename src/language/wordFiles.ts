import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../domain/errors.ts';

/** A catalogue's texts: a tree whose leaves are texts. */
export type Texts = { [key: string]: string | Texts | Texts[] | string[] };

/** The texts of each file by its path, such as `en/mail.json`; null where it cannot be read. */
export type WordFiles = ReadonlyMap<string, Texts | null>;

/** What is wrong with each file, by its path. */
export type WordFaults = ReadonlyMap<string, string>;

/** Reads the files of all languages and parts. Never throws. */
export function readWordFiles(
  folder: string,
  languages: readonly string[],
  parts: readonly string[],
): { files: WordFiles; faults: WordFaults } {
  const files = new Map<string, Texts | null>();
  const faults = new Map<string, string>();
  for (const path of languages.flatMap((language) => parts.map((part) => `${language}/${part}.json`)))
    try {
      const read: unknown = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      const isTree = isTexts(read);
      files.set(path, isTree ? read : null);
      if (!isTree) faults.set(path, 'it holds something else than texts, or an empty one');
    } catch (error) {
      files.set(path, null);
      faults.set(path, messageOf(error).split('\n', 1)[0]!);
    }
  for (const part of parts) compare(part, languages, files, faults);
  return { files, faults };
}

function isTexts(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isPart);
}

const isPart = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.every(isPart) : isTexts(value);

// A plural has as many forms as its language needs, and counts as one text.
const isPlural = (value: object): boolean => 'other' in value;

function pathsOf(value: Texts[string], path: string): string[] {
  if (typeof value === 'string' || Array.isArray(value) || isPlural(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === '' ? key : `${path}.${key}`));
}

/** Each language's file of a part must have the texts that the others have. */
function compare(part: string, languages: readonly string[], files: WordFiles, faults: Map<string, string>): void {
  const paths = new Map(
    languages.flatMap((language) => {
      const texts = files.get(`${language}/${part}.json`);
      return texts ? [[`${language}/${part}.json`, new Set(pathsOf(texts, ''))] as const] : [];
    }),
  );
  const all = new Set([...paths.values()].flatMap((each) => Array.from(each)));
  for (const [path, own] of paths) {
    const missing = [...all].filter((each) => !own.has(each));
    if (missing.length > 0) faults.set(path, `it lacks the text "${missing[0]}"`);
  }
}

/** `first` with the texts that it lacks from `others`, in their order. */
export function fillGaps(first: Texts | null | undefined, ...others: (Texts | null | undefined)[]): Texts {
  const filled: Texts = { ...first };
  for (const other of others)
    for (const [key, value] of Object.entries(other ?? {})) {
      const own = filled[key];
      if (own === undefined) filled[key] = value;
      else if (isBranch(own) && isBranch(value)) filled[key] = fillGaps(own, value);
    }
  return filled;
}

const isBranch = (value: Texts[string]): value is Texts =>
  typeof value === 'object' && !Array.isArray(value) && !isPlural(value);
