import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openConnection, type Db } from '../../platform/db/client.ts';
import type { ListRow } from './listRows.ts';
import { cautionOf } from './wishes.ts';

/** A connection with a part of the list in a temporary table, which ends with the connection. */
export type Stage = {
  client: pg.Client;
  add: (row: ListRow) => void;
  /** Sends what was added. Waits if PostgreSQL is behind. */
  flush: () => Promise<void>;
  /** Ends the list: `wishes` then holds each address once. Returns the number of rows with a repeated address. */
  settle: () => Promise<number>;
  close: () => Promise<void>;
};

// The following statements find rows by key, in tables that grow faster than the planner's statistics.
const SESSION = `
  set temp_buffers = '32MB';
  set work_mem = '64MB';
  set jit = off;
  set random_page_cost = 1.1;
  -- new words of the search come into its index in large pieces: in small ones they take twice as long as the rest
  set gin_pending_list_limit = '64MB';
  set enable_seqscan = off;
  create temporary table staged (
    row integer, email text, email_key text, hash bytea, first_name text, wish smallint, extras jsonb)`;

// The foreign key checks of a row take as long as all its other work. A merge refers only to rows that the same
// transaction has inserted or locked, so the checks are switched off if this session may do so.
const SPARE_CHECKS = `
  select set_config('session_replication_role', 'replica', false)
  where has_parameter_privilege('session_replication_role', 'SET')`;

const SETTLE = `
  create temporary table wishes as
    select distinct on (email_key) email, email_key, hash, first_name, wish, extras
    -- The most cautious row of an address counts and, among equals, the first.
    from staged order by email_key, wish desc, row;
  drop table staged;
  analyze wishes`;

/** A value as COPY's text format has it. */
function escapeText(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;
}

function toLine(number: number, { email, emailKey, hash, firstName, wish, extras }: ListRow): string {
  const rest = extras ? escapeText(JSON.stringify(extras)) : '\\N';
  return `${number}\t${escapeText(email)}\t${escapeText(emailKey)}\t\\\\x${hash.toString('hex')}\t${escapeText(firstName)}\t${cautionOf(wish)}\t${rest}\n`;
}

/** Opens a stage: rows stream into it by COPY, in constant memory on this side. */
export async function openStage(db: Db): Promise<Stage> {
  const client = await openConnection(db);
  try {
    await client.query(SESSION);
    await client.query(SPARE_CHECKS);
  } catch (error) {
    await client.end();
    throw error;
  }
  const copy = client.query(copyFrom('copy staged from stdin'));
  // The next add or settle reports the error.
  copy.on('error', () => undefined);
  let count = 0;
  let text = '';
  return {
    client,
    add: (row) => {
      text += toLine(++count, row);
    },
    flush: async () => {
      // A failed stream emits no more drain events.
      if (copy.errored) throw copy.errored;
      const chunk = text;
      text = '';
      if (!copy.write(chunk)) await once(copy, 'drain');
    },
    settle: async () => {
      copy.end(text);
      await finished(copy);
      await client.query(SETTLE);
      const { rows } = await client.query<{ count: number }>('select count(*) as count from wishes');
      return count - rows[0]!.count;
    },
    close: async () => {
      copy.destroy();
      await client.end();
    },
  };
}
