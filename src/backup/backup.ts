import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../platform/config.ts';
import { openConnection, type Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { listMigrations } from '../platform/db/migrate.ts';
import { loadSecrets } from '../platform/keys.ts';
import { pack } from './archive.ts';
import { FILES, fingerprint, FORMAT, type Manifest } from './manifest.ts';
import { columnList, listOwn, listSequences, listTables, quoted, type Table } from './tables.ts';
import type { Entry } from './tar.ts';

/** The bytes of a table in one file of the archive, and in memory. */
const PART_BYTES = 4 * 2 ** 20;

type Deps = { db: Db; config: Pick<Config, 'secrets' | 'dataDir'> };

/** A complete backup. */
export type Taken = {
  /** The instant of its contents. */
  at: Date;
  rows: number;
};

/** One instant of the database, for one connection. It does not see later changes, and blocks nobody's writes. */
async function openSnapshot(client: pg.Client): Promise<Date> {
  await client.query('begin isolation level repeatable read read only');
  await client.query(
    "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local work_mem = '16MB'",
  );
  // Before the snapshot, so that no partition of the ledger is dropped between the two.
  await client.query('lock table only deliveries in access share mode');
  const { rows } = await client.query<{ at: Date }>('select now() as at');
  return rows[0]!.at;
}

/** The parts of a table in COPY's text format, which every version of PostgreSQL reads. Returns its number of rows. */
async function* copyTable(client: pg.Client, { name, columns }: Table): AsyncGenerator<Entry, number> {
  const copy = client.query(copyTo(`copy ${quoted(name)} (${columnList(columns)}) to stdout`));
  let held: Buffer[] = [];
  let bytes = 0;
  let part = 0;
  const take = (): Entry => {
    const body = Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
    return { name: `tables/${name}/${String(++part).padStart(6, '0')}`, body };
  };
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    // A row can be larger than a part; the parts are joined when they are read.
    for (let at = 0; at < chunk.length; at += PART_BYTES) {
      const piece = chunk.subarray(at, at + PART_BYTES);
      held.push(piece);
      bytes += piece.length;
      if (bytes >= PART_BYTES) yield take();
    }
  }
  if (bytes > 0) yield take();
  return copy.rowCount;
}

/** Throws BACKUP_NEWER for a database with tables that this program does not know and would leave out. */
async function assertOwn(migrations: Manifest['migrations']): Promise<void> {
  const known = await listMigrations();
  const unknown = migrations.find(({ name }) => !known.includes(name));
  if (unknown)
    throw new ReveilleError(
      'BACKUP_NEWER',
      `The database is of a newer program (${unknown.name}). Take the backup with that version.`,
    );
}

const jsonEntry = (name: string, value: unknown): Entry => ({ name, body: Buffer.from(`${JSON.stringify(value)}\n`) });

async function* listEntries({ config }: Deps, client: pg.Client, at: Date, taken: Taken): AsyncGenerator<Entry> {
  const own = await listOwn();
  const files: Manifest['files'] = [];
  const note = (entry: Entry): Entry => {
    files.push(fingerprint(entry));
    return entry;
  };
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
    'select name, timestamp from migrations order by name',
  );
  await assertOwn(migrations);
  yield note(jsonEntry(FILES.about, { program: 'reveille', version: packageJson.version, format: FORMAT, at }));
  yield note({ name: FILES.secret, body: Buffer.from((await loadSecrets(config)).join(',')) });
  const tables: Manifest['tables'] = [];
  const found = await listTables(client, own.tables);
  // A table that is dropped meanwhile, such as an old edition's part of the ledger, stays until the end.
  await client.query(`lock table ${found.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
  for (const table of found) {
    const parts = copyTable(client, table);
    let next = await parts.next();
    for (; !next.done; next = await parts.next()) yield note(next.value);
    tables.push({ ...table, rows: next.value });
    taken.rows += next.value;
  }
  const sequences = await listSequences(client, own);
  const manifest: Manifest = {
    format: FORMAT,
    version: packageJson.version,
    at: at.toISOString(),
    migrations,
    tables,
    sequences,
    files,
  };
  const last = jsonEntry(FILES.manifest, manifest);
  yield last;
  yield { name: FILES.seal, body: Buffer.from(fingerprint(last).sha256) };
}

/**
 * Reads one instant of everything that a new machine needs (database with pictures and DKIM keys, SECRET), and passes
 * the bytes of the file to `write` in bounded memory. It can run during a send. The queue's own tables hold ids and are
 * left out: the sweep creates the jobs again from the rows.
 */
export async function takeBackup(
  deps: Deps,
  passphrase: string | null,
  write: (bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Taken> {
  const client = await openConnection(deps.db);
  try {
    const at = await openSnapshot(client);
    const taken: Taken = { at, rows: 0 };
    await write(pack(listEntries(deps, client, at, taken), { at, passphrase }));
    await client.query('commit');
    return taken;
  } finally {
    await client.end().catch(() => undefined);
  }
}
