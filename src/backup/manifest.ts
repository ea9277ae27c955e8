import { createHash } from 'node:crypto';
import { z } from 'zod';
import { unreadable, type Entry } from './tar.ts';

/** The number of this layout. A program reads its own and earlier ones. */
export const FORMAT = 1;

/** Names of files of the archive that belong to no table. */
export const FILES = {
  about: 'about.json',
  secret: 'secret',
  manifest: 'manifest.json',
  seal: 'manifest.sha256',
} as const;

// Names go into statements.
const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

// They are printed, also where the file is refused.
const Version = z.string().regex(/^[\w.+-]{1,64}$/);
const Migration = z.string().regex(/^\w{1,100}$/);

/** Those that the names of the ledger's parts are read for (tables.ts). */
const MAX_EDITION = 2e9 - 1;

export const Manifest = z.object({
  format: z.literal(FORMAT),
  /** Of the program that wrote it. */
  version: Version,
  /** The instant of the backup: it contains all transactions that committed before it. */
  at: z.iso.datetime(),
  migrations: z.array(z.object({ name: Migration, timestamp: z.string() })),
  tables: z.array(
    z
      .object({
        name: Name,
        /** The edition's number, if the table is a partition of the ledger. */
        edition: z.number().int().min(1).max(MAX_EDITION).nullable(),
        columns: z.array(Name),
        rows: z.number().int().min(0),
      })
      // The number is read from the name everywhere else.
      .refine(({ name, edition }) => edition === null || name === `deliveries_${edition}`),
  ),
  sequences: z.array(z.object({ name: Name, table: Name.nullable(), last: z.number().int().min(0) })),
  /** Every file before the manifest, in order. */
  files: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

/** What a file of the archive must be. */
export function fingerprint({ name, body }: Entry): Manifest['files'][number] {
  return { name, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}

/** The table of a file `tables/NAME/NUMBER`, or null. */
export function tableOf(fileName: string): string | null {
  return /^tables\/([a-z0-9_]+)\/\d+$/.exec(fileName)?.[1] ?? null;
}

/** Reads a manifest. Throws BACKUP_UNREADABLE. */
export function parseManifest(body: Buffer): Manifest {
  try {
    return Manifest.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    throw unreadable('its list of contents cannot be read', cause);
  }
}
