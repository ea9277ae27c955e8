import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import type { ListFile } from './listRows.ts';
import type { Wish } from './statusWords.ts';
import { moreCautious, wishOfFileName } from './wishes.ts';

const MAX_ENTRIES = 1000;
const MAX_BYTES = 4 * 2 ** 30;
/** Lists compress to about a tenth. A file that grows a thousandfold is made to fill the disk. */
const MAX_GROWTH = 200;
const MAX_SMALL_BYTES = 2 ** 20;

const DAMAGED = 'The ZIP file is damaged or not complete. Make it again, or upload its lists one by one.';

function refuse(why: string, cause?: unknown): never {
  throw new ReveilleError('INVALID_INPUT', why, { cause });
}

/** The entry's file name, without control characters for a terminal. */
function nameOf(entry: Entry): string {
  const name = entry.fileName.split('/').at(-1) ?? '';
  return name.replace(/[^\p{L}\p{N} ._()-]/gu, '_').slice(0, 100);
}

function isList(entry: Entry): boolean {
  // macOS adds a metadata file for each file.
  return /\.csv$/i.test(entry.fileName) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(entry.fileName);
}

/** True for entries that share bytes, with which a small ZIP unpacks to petabytes. */
function overlap(entries: readonly Entry[]): boolean {
  const inPlace = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  const ends = inPlace.map((entry) => entry.relativeOffsetOfLocalHeader + entry.compressedSize);
  return inPlace.some((entry, n) => n > 0 && entry.relativeOffsetOfLocalHeader < ends[n - 1]!);
}

function check(entries: readonly Entry[]): void {
  if (entries.length === 0) refuse('The ZIP contains no CSV file.');
  if (entries.some((entry) => entry.isEncrypted())) refuse('The ZIP is encrypted. Unpack it and import the CSV files.');
  if (entries.some((entry) => !entry.canDecodeFileData()))
    refuse('The ZIP uses a compression that is not supported. Unpack it and import the CSV files.');
  const bytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const grows = entries.some(
    (entry) => entry.uncompressedSize > Math.max(MAX_SMALL_BYTES, entry.compressedSize * MAX_GROWTH),
  );
  if (bytes > MAX_BYTES || grows || overlap(entries))
    refuse('The ZIP unpacks to more data than a list has. Unpack it yourself and import the CSV files.');
}

async function listEntries(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > MAX_ENTRIES) refuse('The ZIP contains too many files for the export of a list.');
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (isList(entry)) entries.push(entry);
  return entries;
}

async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Uint8Array;
  } catch (error) {
    refuse(`The ZIP is damaged: ${nameOf(entry)} cannot be unpacked (${messageOf(error)}).`, error);
  }
}

/**
 * Streams the CSV files of an export such as Mailchimp's (subscribed, unsubscribed, cleaned), with the state that each
 * name gives. Nothing is unpacked to disk. Throws INVALID_INPUT if the ZIP is damaged, encrypted or a bomb, if it has
 * no
 * CSV, or if it has several and a name gives no state.
 */
export async function* readZippedLists(path: string, wish: Wish): AsyncGenerator<ListFile> {
  let zip: ZipFile;
  let entries: Entry[];
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    refuse(DAMAGED, error);
  }
  try {
    try {
      entries = await listEntries(zip);
    } catch (error) {
      if (error instanceof ReveilleError) throw error;
      refuse(DAMAGED, error);
    }
    check(entries);
    for (const entry of entries) {
      const told = wishOfFileName(nameOf(entry));
      if (told === null && entries.length > 1)
        refuse(`The name of ${nameOf(entry)} does not say whether its readers are subscribed. Import it by itself.`);
      yield { name: nameOf(entry), bytes: readEntry(zip, entry), wish: moreCautious(wish, told ?? 'active') };
    }
  } finally {
    zip.close();
  }
}
