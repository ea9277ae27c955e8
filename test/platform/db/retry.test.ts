import { once } from 'node:events';
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import { describe, expect, inject, test } from 'vitest';
import { isDatabaseAway, isDatabaseRefusal } from '../../../src/platform/db/away.ts';
import { connectDatabase } from '../../../src/platform/db/connect.ts';
import { pauseMs, untilDatabase, watchDatabase } from '../../../src/platform/db/retry.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import type { Log } from '../../../src/platform/log.ts';

type Line = { level: number; msg: string; reason?: string; retryInMs?: number };

function openLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  return { log: pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line) as Line) }), lines };
}

const PAUSES = { firstMs: 10, longestMs: 40 };
const SECRET = 'a secret of thirty-two bytes at least';

/** What connecting to `url` throws. */
async function failureOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 500 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    throw new Error('it connected');
  } catch (error) {
    return error;
  } finally {
    void client.end().catch(() => undefined);
  }
}

async function listening(onConnection: Parameters<typeof createServer>[1]): Promise<{ server: Server; url: string }> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `postgres://x:y@127.0.0.1:${(server.address() as { port: number }).port}/z` };
}

/** A server's error as PostgreSQL's protocol has it. */
function fatal(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mno\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

describe('a database is away', () => {
  test('where nobody listens, its name is not known, or the connection ends', async () => {
    const { server, url } = await listening((socket) => socket.destroy());
    expect(isDatabaseAway(await failureOf(url))).toBe(true);
    server.close();
    expect(isDatabaseAway(await failureOf(url))).toBe(true);
    expect(isDatabaseAway(await failureOf(url.replace('127.0.0.1', 'localhost')))).toBe(true);
    expect(isDatabaseAway(await failureOf('postgres://x@db.invalid/z'))).toBe(true);
    expect(isDatabaseAway(await failureOf('postgres://x@%2Fnowhere/z'))).toBe(true);
  });

  test('where it says nothing', async () => {
    const { server, url } = await listening((socket) => socket.on('error', () => undefined));
    expect(isDatabaseAway(await failureOf(url))).toBe(true);
    server.close();
  });

  test.each(['57P03', '57P01', '57P02', '53300', '53100', '08006', '08P01'])(
    'where the server answers %s',
    async (code) => {
      const { server, url } = await listening((socket) => socket.once('data', () => socket.end(fatal(code))));
      const error = await failureOf(url);
      expect([isDatabaseAway(error), isDatabaseRefusal(error)]).toEqual([true, false]);
      server.close();
    },
  );

  test.each(['28P01', '28000', '3D000'])('but not where it answers %s: trying again mends nothing', async (code) => {
    const { server, url } = await listening((socket) => socket.once('data', () => socket.end(fatal(code))));
    const error = await failureOf(url);
    expect([isDatabaseAway(error), isDatabaseRefusal(error)]).toEqual([false, true]);
    server.close();
  });

  test('nor for any other error', () => {
    for (const error of [new Error('no'), 'no', null, undefined, { code: 'ECONNREFUSED' }])
      expect(isDatabaseAway(error)).toBe(false);
    const file = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
    expect(isDatabaseAway(file)).toBe(false);
  });
});

describe('waiting for the database', () => {
  test('pauses grow to their maximum, with jitter', () => {
    expect([1, 2, 3, 10, 5_000].map((attempt) => pauseMs(attempt, PAUSES, () => 1))).toEqual([10, 20, 40, 40, 40]);
    expect(pauseMs(1, PAUSES, () => 0)).toBe(7.5);
  });

  test('tries until it is there, with one line for each failure', async () => {
    const { log, lines } = openLog();
    const signal = new AbortController().signal;
    let failures = 0;
    let waits = 0;
    const onAway = (): number => waits++;
    const found = await untilDatabase({ log, signal, onAway, pauses: PAUSES }, async () => {
      if (++failures > 3) return 'there';
      throw Object.assign(new Error('connect ECONNREFUSED postgres://u:hunter2@h/d'), { code: 'ECONNREFUSED' });
    });
    expect(found).toBe('there');
    expect(waits).toBe(1);
    expect(lines.map(({ level }) => level)).toEqual([40, 40, 40]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  test('ends with what asks for its end, and with an error that time does not mend', async () => {
    const { log } = openLog();
    const stopping = new AbortController();
    const pauses = { firstMs: 60_000, longestMs: 60_000 };
    const waiting = untilDatabase({ log, signal: stopping.signal, pauses }, async () => {
      setImmediate(() => stopping.abort());
      throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const signal = new AbortController().signal;
    await expect(untilDatabase({ log, signal }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  test('a lost one is said at each attempt, and that it is back once', async () => {
    const { log, lines } = openLog();
    const stopping = new AbortController();
    let asked = 0;
    await watchDatabase({ log, signal: stopping.signal, pauses: PAUSES, everyMs: 5 }, async () => {
      asked++;
      if (asked === 3 || asked === 4) throw new Error('gone');
      if (asked === 8) stopping.abort();
    });
    expect(lines.map(({ msg }) => msg)).toEqual([
      'the database does not answer; trying again',
      'the database does not answer; trying again',
      'the database answers again',
    ]);
  });
});

describe('a database that refuses us', () => {
  const connect = (url: string): Promise<unknown> =>
    connectDatabase({ config: loadConfig({ DATABASE_URL: url, SECRET }), log: openLog().log }).then(
      () => 'it connected',
      (error: unknown) => error,
    );

  test('is one sentence that names the variable, without the password', async () => {
    // pg leaves the connection open where it has no password to answer with, and until the server gives up on it, a minute
    // later, nobody can drop a database.
    const kept: Socket[] = [];
    const { server: between, url: open } = await listening((socket) => {
      const onward = connectTo(Number(new URL(inject('databaseUrl')).port), '127.0.0.1');
      kept.push(
        socket.on('error', () => undefined),
        onward.on('error', () => undefined),
      );
      socket.pipe(onward).pipe(socket);
    });
    const server = inject('databaseUrl').replace(/:\d+\//, `:${new URL(open).port}/`);
    for (const [url, why] of [
      [server.replace(/:[^:@]+@/, ':hunter2@'), 'password authentication failed'],
      [server.replace(/:[^:@]+@/, '@'), 'password must be a string'],
      [server.replace(/postgres$/, 'nowhere'), 'database "nowhere" does not exist'],
    ] as const) {
      const error = await connect(url);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(why) });
      expect(String(error)).toMatch(/DATABASE_URL is refused by the server: [^\n]+; for example DATABASE_URL=/);
      expect(String(error)).not.toContain('hunter2');
    }
    for (const socket of kept) socket.destroy();
    between.close();
  });
});
