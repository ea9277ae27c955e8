import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import { codeOf } from '../domain/errors.ts';
import { dataDirUnwritable, makeFolder, OWN_FOLDER } from './folders.ts';

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
    await makeFolder(dataDir, OWN_FOLDER);
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw dataDirUnwritable(dataDir, error);
  }
  return (await readFile(path, 'utf8')).trim();
}

/** The secrets of this installation, newest first: those of SECRET, or those kept in DATA_DIR, made at first use. */
export async function loadSecrets({
  secrets,
  dataDir,
}: Pick<Config, 'secrets' | 'dataDir'>): Promise<readonly string[]> {
  // A restore keeps all keys of a list.
  return secrets ?? (await keptSecret(dataDir)).split(',');
}

/**
 * Keeps the secrets of a restored backup for this installation. Returns the file that has them now, or null if SECRET has
 * them all. Where SECRET lacks one, it is a file beside the database, for a person: `isInUse` is false.
 */
export async function keepSecrets(
  { secrets, dataDir }: Pick<Config, 'secrets' | 'dataDir'>,
  kept: readonly string[],
): Promise<{ path: string; isInUse: boolean } | null> {
  if (secrets && kept.every((secret) => secrets.includes(secret))) return null;
  const path = join(dataDir, secrets ? 'secret.restored' : 'secret');
  const existing = await readFile(path, 'utf8').catch(() => '');
  const own = existing.split(',').map((secret) => secret.trim());
  const all = [...new Set([...kept, ...own])].filter((secret) => secret !== '');
  try {
    await makeFolder(dataDir, OWN_FOLDER);
    await writeFile(`${path}.new`, all.join(','), { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch (error) {
    throw dataDirUnwritable(dataDir, error);
  }
  return { path, isInUse: secrets === null };
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
export async function loadKeys({ config, db }: { config: Pick<Config, 'secrets' | 'dataDir'>; db: Db }): Promise<Keys> {
  return { tokens: deriveTokenKeys(await loadSecrets(config)), addressHash: await keptAddressHashKey(db) };
}
