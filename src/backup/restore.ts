import { sql } from 'kysely';
import type { Config } from '../platform/config.ts';
import { openSingle, type Db } from '../platform/db/client.ts';
import { deriveTokenKeys, keepSecrets, loadKeys } from '../platform/keys.ts';
import { assertReadable, readSafetyLog, replaySafetyLog, type Replayed } from '../readers/safetyReplay.ts';
import { readArchive } from './archive.ts';
import { assertFits, assertKnown } from './fits.ts';
import { applyLater, createTables, keepCounts, openCopies, openDoors, setSequences } from './load.ts';
import { FILES, type Manifest } from './manifest.ts';
import { standStill, type Stopped } from './standstill.ts';
import { makeRoom } from './target.ts';
import { unreadable } from './tar.ts';

/** SECRET has keys of some 64 bytes. */
const MAX_SECRET_BYTES = 64 * 2 ** 10;

type RestoreConfig = Pick<Config, 'secrets' | 'dataDir' | 'safetyLog'>;

/** A backup that was read completely and fits this program. */
export type Checked = { manifest: Manifest; secrets: readonly string[] };

/** The secrets of a backup. They are written to a file with one line, in the format of SECRET. */
function parseSecrets(body: Buffer): readonly string[] {
  const secrets = body.toString('utf8').trim().split(',');
  if (body.length > MAX_SECRET_BYTES || secrets.some((secret) => /\p{Cc}/u.test(secret)))
    throw unreadable('its secret is not one line of text');
  return secrets.filter((secret) => secret !== '');
}

/**
 * Reads a whole backup, compares every file with its fingerprint, and changes nothing. Throws BACKUP_UNREADABLE,
 * BACKUP_NEWER, or USAGE if there is no such file.
 */
export async function checkBackup(path: string, passphrase: string | null): Promise<Checked> {
  let secrets: readonly string[] = [];
  const manifest = await readArchive(path, passphrase, ({ name, body }) => {
    if (name === FILES.secret) secrets = parseSecrets(body);
  });
  if (secrets.length === 0) throw unreadable('it lacks the secret');
  await assertKnown(manifest);
  return { manifest, secrets };
}

/** What a restore did. */
export type Restored = {
  at: Date;
  restoredAt: Date;
  rows: number;
  /** Migrations that came after the backup. */
  migrations: string[];
  stopped: Stopped;
  /** Null: there is no SAFETY_LOG. */
  replayed: (Replayed & { unreadable: number }) | null;
  /** Where the secrets of the backup are now. Null: SECRET has them all. */
  secretFile: { path: string; isInUse: boolean } | null;
};

/**
 * Loads a checked backup into an empty database, in one transaction: a failure leaves it empty. Older tables are
 * brought up to date. All sending is held. Deliveries that may have been sent since the backup count as unknown
 * (standStill). Later opt-outs, erasures and suppressions of SAFETY_LOG are applied. Throws CONFLICT if the database is
 * not empty, BACKUP_UNREADABLE if the file has changed meanwhile, CONFIG_INVALID if SAFETY_LOG cannot be read.
 */
export async function restoreBackup(
  { db, config, now }: { db: Db; config: RestoreConfig; now: () => Date },
  { path, passphrase }: { path: string; passphrase: string | null },
  { manifest, secrets }: Checked,
): Promise<Restored> {
  const at = new Date(manifest.at);
  const restoredAt = now();
  if (config.safetyLog !== null) await assertReadable(config.safetyLog);
  const single = await openSingle(db);
  const { client } = single;
  try {
    const restored = await single.db.transaction().execute(async (tx): Promise<Restored> => {
      await sql`set local statement_timeout = 0`.execute(tx);
      await sql`set local maintenance_work_mem = '256MB'`.execute(tx);
      await makeRoom(tx);
      await createTables(tx, manifest);
      await assertFits(client, manifest);
      const closeDoors = await openDoors(client, manifest);
      const copies = openCopies(client, manifest);
      const again = await readArchive(path, passphrase, copies.add);
      if (JSON.stringify(again) !== JSON.stringify(manifest)) throw unreadable('it changed while it was read');
      await copies.end();
      await closeDoors();
      await keepCounts(client, manifest);
      await setSequences(client, manifest);
      const migrations = await applyLater(tx, manifest, restoredAt);
      const stopped = await standStill(tx, { restoredAt, backupAt: at });
      const replayed = await replay(tx, config, { at, secrets, now: restoredAt });
      const secretFile = await keepSecrets(config, secrets);
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return { at, restoredAt, rows, migrations, stopped, replayed, secretFile };
    });
    // The planner has no statistics of the new rows yet.
    await sql`analyze`.execute(single.db);
    return restored;
  } finally {
    await single.close().catch(() => undefined);
  }
}

async function replay(
  tx: Db,
  config: RestoreConfig,
  { at, secrets, now }: { at: Date; secrets: readonly string[]; now: Date },
): Promise<Restored['replayed']> {
  if (config.safetyLog === null) return null;
  const { lines, unreadable: torn } = await readSafetyLog(config.safetyLog, at);
  const all = [...new Set([...(config.secrets ?? []), ...secrets])];
  const { addressHash } = await loadKeys({ config: { ...config, secrets: all }, db: tx });
  const keys = { tokens: deriveTokenKeys(all), addressHash };
  return { ...(await replaySafetyLog(tx, { keys, lines, now })), unreadable: torn };
}
