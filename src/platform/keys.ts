import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import { codeOf } from '../domain/errors.ts';
import { dataDirUnwritable, makeFolder } from './folders.ts';

/** `id`: the first byte of the secret's SHA-256. A token contains it, so that rotation needs no guessing. */
export type TokenKey = Readonly<{ id: number; key: Buffer }>;

/** The keys for signing and hashing. */
export type Keys = Readonly<{
  /** Newest first: the first signs, all verify. */
  tokens: readonly TokenKey[];
  /** The key of the hashes in the suppression list. It is never rotated, because the hashes cannot be recomputed. */
  addressHash: Buffer;
}>;

/** Derives the signing keys of `secrets`, newest first. */
export function deriveTokenKeys(secrets: readonly string[]): TokenKey[] {
  return secrets.map((secret) => ({
    id: createHash('sha256').update(`id:${secret}`).digest()[0]!,
    key: createHash('sha256').update(`token:${secret}`).digest(),
  }));
}

/** The secret kept in `dataDir`, created at first use. Two processes that start together agree on one. */
async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret');
  try {
    await makeFolder(dataDir);
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw dataDirUnwritable(dataDir, error);
  }
  return (await readFile(path, 'utf8')).trim();
}

/** The never-rotated key. It is kept in the database, so that every process and every later SECRET uses the same. */
async function keptAddressHashKey(db: Db): Promise<Buffer> {
  const name = 'address_hash_key';
  await db
    .insertInto('settings')
    .values({ key: name, value: JSON.stringify(randomBytes(32).toString('base64')) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const row = await db.selectFrom('settings').select('value').where('key', '=', name).executeTakeFirstOrThrow();
  return Buffer.from(String(row.value), 'base64');
}

/** Loads every key of this installation, and creates them at first use. */
export async function loadKeys({ config, db }: { config: Config; db: Db }): Promise<Keys> {
  const secrets = config.secrets ?? [await keptSecret(config.dataDir)];
  return { tokens: deriveTokenKeys(secrets), addressHash: await keptAddressHashKey(db) };
}
