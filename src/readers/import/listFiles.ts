import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf, ReveilleError } from '../../domain/errors.ts';
import type { ListFile } from './listRows.ts';
import { readZippedLists } from './listZip.ts';
import type { Wish } from './statusWords.ts';
import { isMailchimpName, moreCautious, wishOfFileName } from './wishes.ts';

const ZIP_SIGNATURE = Buffer.from('PK');

async function readSignature(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(ZIP_SIGNATURE.length), position: 0 });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ReveilleError('INVALID_INPUT', `${path} cannot be read (${codeOf(cause)}).`, { cause });
  }
}

/** Passes standard input on, but refuses a ZIP: its index is at the end, so it cannot be streamed. */
async function* refuseZip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst && ZIP_SIGNATURE.equals(chunk.subarray(0, ZIP_SIGNATURE.length)))
      throw new ReveilleError('INVALID_INPUT', 'A ZIP cannot be read from standard input; give it as a file.');
    isFirst = false;
    yield chunk;
  }
}

/**
 * Opens a list: a CSV file, Mailchimp's export ZIP, or `stdin` for "-". All its readers have at least the state
 * `wish`, or the one in a name of Mailchimp's (unsubscribed_members_export_….csv). `name`: of an uploaded file, which is
 * stored under another one. Throws INVALID_INPUT.
 */
export async function* openList(
  path: string,
  {
    wish = 'active',
    stdin,
    name = basename(path),
  }: { wish?: Wish; stdin?: AsyncIterable<Uint8Array>; name?: string } = {},
): AsyncGenerator<ListFile> {
  if (path === '-' && stdin) yield { name: '', bytes: refuseZip(stdin), wish };
  else if (ZIP_SIGNATURE.equals(await readSignature(path))) yield* readZippedLists(path, wish);
  else {
    const told = isMailchimpName(name) ? wishOfFileName(name) : null;
    yield { name, bytes: createReadStream(path), wish: moreCautious(wish, told ?? 'active') };
  }
}
