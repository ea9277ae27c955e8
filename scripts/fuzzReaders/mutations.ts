import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { scrap, type Document } from './documents.ts';

const KINDS: Readonly<Record<string, Document['kind']>> = { xml: 'feed', json: 'feed', rss: 'feed', html: 'page' };
const MAX_BYTES = 300_000;

/** The feeds and pages in a folder and below it, by their file names' endings. */
export function readSeeds(folder: string): Document[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .flatMap((path) => {
      const kind = KINDS[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
      return kind === undefined ? [] : [{ kind, text: readFileSync(join(folder, path)).subarray(0, MAX_BYTES) }];
    });
}

type Change = (bytes: Buffer) => Buffer;

const at = (bytes: Buffer, share: number): number => Math.floor(share * bytes.length);

function splice(bytes: Buffer, from: number, to: number, instead: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, from), instead, bytes.subarray(Math.max(from, to))]);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  // Something is inserted, a byte changes, a stretch is cut out, one is repeated, and the end is missing.
  fc.tuple(share, scrap).map(([where, text]): Change => (bytes) => {
    const from = at(bytes, where);
    return splice(bytes, from, from, Buffer.from(text));
  }),
  fc.tuple(share, fc.nat(255)).map(([where, byte]): Change => (bytes) => {
    const from = at(bytes, where);
    return splice(bytes, from, from + 1, Buffer.of(byte));
  }),
  fc.tuple(share, fc.nat(400)).map(([where, length]): Change => (bytes) => {
    const from = at(bytes, where);
    return splice(bytes, from, from + length, Buffer.alloc(0));
  }),
  fc.tuple(share, share, fc.nat(400)).map(([where, to, length]): Change => (bytes) => {
    const from = at(bytes, where);
    return splice(bytes, at(bytes, to), at(bytes, to), bytes.subarray(from, from + length));
  }),
  share.map(
    (where): Change =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
);

/** One of the seeds with up to eight changes. */
export function mutatedDocument(seeds: readonly Document[]): fc.Arbitrary<Document> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 8 }))
    .map(([{ kind, text }, changes]) => ({
      kind,
      text: changes.reduce<Buffer>((bytes, apply) => apply(bytes), Buffer.from(text)),
    }));
}
