import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { codeOf } from '../../domain/errors.ts';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { deriveTokenKeys } from '../../platform/keys.ts';
import { counted } from './counted.ts';
import { right, wrong, type Verdict } from './verdict.ts';

type SecretConfig = Pick<Config, 'secrets' | 'dataDir'>;

const MIN_BYTES = 32;
// 32 random bytes have some thirty different ones; hexadecimal digits have 16.
const MIN_DIFFERENT = 10;
const RECENT_EDITIONS = 30;

const isWeak = (secret: string): boolean =>
  Buffer.byteLength(secret) < MIN_BYTES || new Set(secret).size < MIN_DIFFERENT;

type Kept = { secrets: readonly string[]; where: string; mode: number | null };

/** The secrets of the environment, or the one that is kept in DATA_DIR. Null: none was made yet. */
async function findSecrets({ secrets, dataDir }: SecretConfig): Promise<Kept | null> {
  if (secrets !== null) return { secrets, where: 'SECRET', mode: null };
  const path = join(dataDir, 'secret');
  try {
    const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { secrets: text.trim().split(','), where: path, mode };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The ids of the keys that signed links in the mails of recent editions, one reader of each edition looked at. */
async function listUsedKeys(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recent as (select id, is_rehearsal from editions where started_at is not null order by id desc limit ${RECENT_EDITIONS})
    select distinct d.token_key as id from recent r cross join lateral (
      select token_key from deliveries d
      where d.edition_id = r.id and d.is_rehearsal = r.is_rehearsal and d.token_key is not null limit 1) d`.execute(db);
  return rows.map(({ id }) => id);
}

/** Checks the keys of SECRET: long and random enough, kept private, and none gone that links in sent mails need. */
export async function checkSecret({ config, db }: { config: SecretConfig; db: Db | null }): Promise<Verdict> {
  const kept = await findSecrets(config);
  if (kept === null)
    return wrong('secret', `DATA_DIR ${config.dataDir} holds no secret yet.`, 'The first start makes one.');
  const { secrets, where, mode } = kept;
  if (secrets.some(isWeak))
    return wrong(
      'secret',
      `A key of ${where} is too short or too regular, and can be guessed.`,
      'Put a new key first: SECRET="$(openssl rand -hex 32),OLD-KEY".',
    );
  if (mode !== null && (mode & 0o077) !== 0)
    return wrong('secret', `Other users of this machine can read ${where}.`, `Run "chmod 600 ${where}".`);
  const ids = new Set(deriveTokenKeys(secrets).map(({ id }) => id));
  const isLost = db !== null && (await listUsedKeys(db)).some((id) => !ids.has(id));
  if (isLost)
    return wrong(
      'secret',
      `${where} lacks a key that signed links of recent editions: readers cannot unsubscribe by them.`,
      'Put the old key back, after the new one: SECRET=NEW,OLD.',
    );
  const keys = `${counted(secrets.length, 'key')}${secrets.length === 1 ? '' : ', of which the first signs'}`;
  return right('secret', `${where} has ${keys}.`);
}
