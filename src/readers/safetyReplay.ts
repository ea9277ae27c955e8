import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { z } from 'zod';
import { codeOf, ReveilleError } from '../domain/errors.ts';
import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import { withoutPage } from './consent.ts';
import { endAndRecord } from './optOut.ts';
import { eraseWithin } from './erase.ts';
import { safetyHash } from './safetyLog.ts';
import { saveSuppression } from './suppressions.ts';

const Line = z.object({
  at: z.iso.datetime({ offset: true }),
  kind: z.enum(['left', 'returned', 'moved', 'bounce', 'complaint', 'erased', 'manual']),
  newsletter: z.number().int().nullable(),
  key: z.number().int().min(0).max(255),
  hash: z.string().length(43),
});
type Line = z.infer<typeof Line>;

/** The lines of a safety log in the order of their times. `unreadable`: how many lines are torn or foreign. */
export type SafetyLines = { lines: Line[]; unreadable: number };

// A transaction may commit its event some time after the event's own instant. Older lines than needed change nothing.
const MARGIN_MS = 24 * 3_600_000;

/** Throws CONFIG_INVALID if SAFETY_LOG cannot be read: those who left would be mailed. */
export async function assertReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw new ReveilleError(
      'CONFIG_INVALID',
      `SAFETY_LOG ${path} cannot be read (${codeOf(cause)}); without it, readers who left since the backup would be mailed. Mount its disk, or unset SAFETY_LOG to restore without it; for example SAFETY_LOG=/mnt/other-disk/reveille.safety`,
      { cause },
    );
  }
}

function parseLine(text: string): Line | null {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Reads the lines that a backup of `since` may lack. */
export async function readSafetyLog(path: string, since: Date): Promise<SafetyLines> {
  const lines: Line[] = [];
  let unreadable = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (text.trim() === '') continue;
    const line = parseLine(text);
    if (line === null) unreadable++;
    else if (Date.parse(line.at) >= since.getTime() - MARGIN_MS) lines.push(line);
  }
  return { lines: lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)), unreadable };
}

type Reader = { id: number; email: string; hash: Buffer; createdAt: Date };

const AT_ONCE = 10_000;

/** Every subscriber, some thousands at a time. */
async function* listReaders(tx: Db): AsyncGenerator<Reader> {
  for (let after = 0; ;) {
    const { rows } = await sql<Reader>`
      select id, email, address_hash as hash, created_at as "createdAt" from subscribers
      where id > ${after} order by id limit ${AT_ONCE}`.execute(tx);
    yield* rows;
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)!.id;
  }
}

/** What was re-applied: readers of the restored list, by what happened to them. `unmatched`: lines about nobody of it. */
export type Replayed = { left: number; erased: number; suppressed: number; unmatched: number };

/** Ends what a reader left since the backup and did not take up again. Subscriptions that are newer stay. */
async function endLeft(tx: Db, reader: Reader, lines: readonly Line[]): Promise<boolean> {
  const latest = new Map<number | null, Line>();
  for (const line of lines)
    if (line.kind === 'left' || line.kind === 'returned') latest.set(line.newsletter, line);
    else if (line.kind === 'moved') latest.set(null, { ...line, kind: 'left' });
  let hasEnded = false;
  for (const [newsletterId, { kind, at }] of latest) {
    if (kind !== 'left') continue;
    const { rows } = await sql`
      select 1 from subscriptions where subscriber_id = ${reader.id} and confirmed_at > ${at}::timestamptz
        and (newsletter_id = ${newsletterId}::integer or ${newsletterId}::integer is null) limit 1`.execute(tx);
    if (rows.length > 0) continue;
    const leaving = { subscriberId: reader.id, newsletterId, by: 'safety-log' as const };
    const ended = await endAndRecord({ db: tx, now: () => new Date(at) }, leaving, withoutPage('cli'));
    hasEnded ||= ended.length > 0;
  }
  return hasEnded;
}

async function suppress(tx: Db, reader: Reader, lines: readonly Line[]): Promise<boolean> {
  let isNew = false;
  for (const { kind, at } of lines) {
    if (kind === 'left' || kind === 'returned' || kind === 'erased') continue;
    const [reason, detail] = kind === 'moved' ? (['erased', 'moved'] as const) : ([kind, 'by the safety log'] as const);
    isNew = (await saveSuppression(tx, reader.hash, reason, detail, new Date(at))) || isNew;
  }
  return isNew;
}

/**
 * Applies to a restored list what happened after its backup: readers who left leave again, erased ones are erased, and
 * suppressed ones are never mailed. Readers who left and came back stay. Readers are found by their keyed hashes, under any
 * of the keys.
 */
export async function replaySafetyLog(
  tx: Db,
  { keys, lines, now }: { keys: Keys; lines: readonly Line[]; now: Date },
): Promise<Replayed> {
  const byHash = Map.groupBy(lines, ({ key, hash }) => `${key} ${hash}`);
  const used = new Set(lines.map(({ key }) => key));
  const wanted = keys.tokens.filter(({ id }) => used.has(id));
  const replayed: Replayed = { left: 0, erased: 0, suppressed: 0, unmatched: 0 };
  if (byHash.size === 0) return replayed;
  const found = new Set<string>();
  for await (const reader of listReaders(tx)) {
    const names = wanted.map((key) => `${key.id} ${safetyHash(key, reader.hash)}`).filter((name) => byHash.has(name));
    if (names.length === 0) continue;
    for (const name of names) found.add(name);
    const own = names.flatMap((name) => byHash.get(name)!).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    // Somebody who signed up again after the erasure is a new reader.
    if (own.some(({ kind, at }) => kind === 'erased' && Date.parse(at) >= reader.createdAt.getTime())) {
      await eraseWithin(tx, { keys, now: () => now }, reader.email);
      replayed.erased++;
      continue;
    }
    if (await endLeft(tx, reader, own)) replayed.left++;
    if (await suppress(tx, reader, own)) replayed.suppressed++;
  }
  for (const [name, about] of byHash) if (!found.has(name)) replayed.unmatched += about.length;
  return replayed;
}
