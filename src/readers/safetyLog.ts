import { createHmac } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { codeOf, messageOf } from '../domain/errors.ts';
import { isDatabaseAway } from '../platform/db/away.ts';
import type { Db } from '../platform/db/client.ts';
import type { SafetyEvents } from '../platform/db/tables/backups.ts';
import type { Keys, TokenKey } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Running } from '../platform/process.ts';

type Event = { id: number; at: Date; kind: SafetyEvents['kind']; hash: Buffer; newsletterId: number | null };

const AT_ONCE = 500;
const LOOK_EVERY_MS = 1_000;
/** Without SAFETY_LOG, events are kept for so long: one that is set later begins with them. */
const KEPT_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;
const FILE_MODE = 0o600;

/** What names a reader in the log: a hash under a key of SECRET, of the hash that the database has. */
export function safetyHash({ key }: TokenKey, addressHash: Buffer): string {
  const logKey = createHmac('sha256', key).update('safety log').digest();
  return createHmac('sha256', logKey).update(addressHash).digest('base64url');
}

function toLine(key: TokenKey, { at, kind, hash, newsletterId }: Event): string {
  return `${JSON.stringify({ at, kind, newsletter: newsletterId, key: key.id, hash: safetyHash(key, hash) })}\n`;
}

/** Appends whole lines, each by one write, and returns once they are on the disk. A line that a crash tore stays alone. */
async function append(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', FILE_MODE);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } =
      size === 0 ? { buffer: null, bytesRead: 0 } : await file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (bytesRead === 1 && buffer?.[0] !== 0x0a) await file.write('\n');
    for (const line of lines) await file.write(line);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Writes what the log still lacks: who left, was erased, suppressed or complained. A row goes once its line is on the
 * disk; a crash in between writes a line twice, which changes nothing. Any number of processes may call it, for one file
 * or several. Returns how many lines it wrote. Throws the file's error; the rows then wait.
 */
export async function writeSafetyLog({ db, keys, path }: { db: Db; keys: Keys; path: string }): Promise<number> {
  const newest = keys.tokens[0];
  if (!newest) return 0;
  const write = (): Promise<number> =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<Event>`
        select id, at, kind, address_hash as hash, newsletter_id as "newsletterId" from safety_events
        order by id limit ${AT_ONCE} for update skip locked`.execute(tx);
      if (rows.length === 0) return 0;
      await append(
        path,
        rows.map((row) => toLine(newest, row)),
      );
      await sql`delete from safety_events where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(tx);
      return rows.length;
    });
  let written = 0;
  for (let more = await write(); more > 0; more = more < AT_ONCE ? 0 : await write()) written += more;
  return written;
}

/** Forgets old events, as long as nothing writes them to a file. */
async function forgetSafetyEvents({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await sql`
    delete from safety_events where at < ${now()}::timestamptz - ${KEPT_DAYS} * interval '1 day'`.execute(db);
}

/** The error of a file that cannot be written, as a reason for a person. */
export function whyUnwritable(path: string, error: unknown): string {
  return `SAFETY_LOG ${path} cannot be written (${codeOf(error) ?? messageOf(error)})`;
}

/**
 * Keeps SAFETY_LOG up to date until it is closed: within a second after an event. A file that cannot be written stops
 * nobody from leaving; it is logged once, and what is missing is written later.
 */
export function startSafetyLog(
  {
    db,
    keys,
    log,
    now,
    config: { safetyLog: path },
  }: {
    db: Db;
    keys: Keys;
    log: Log;
    now: () => Date;
    config: { safetyLog: string | null };
  },
  everyMs: number = path === null ? FORGET_EVERY_MS : LOOK_EVERY_MS,
): Running {
  const stopping = new AbortController();
  let isFailing = false;
  const write = async (): Promise<void> => {
    if (path === null) return forgetSafetyEvents({ db, now });
    await writeSafetyLog({ db, keys, path });
    if (isFailing) log.warn({ path }, 'SAFETY_LOG is written again');
    isFailing = false;
  };
  const round = (): Promise<void> =>
    write().catch((error: unknown) => {
      if (isDatabaseAway(error)) return;
      if (!isFailing && path !== null)
        log.error(
          { err: error },
          `${whyUnwritable(path, error)}: readers can leave, but a restore would not know of them`,
        );
      isFailing = true;
    });
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await round();
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    close: async () => {
      stopping.abort();
      await ended;
      // What the process itself did last.
      await round();
    },
  };
}
