import { sql } from 'kysely';
import { z } from 'zod';
import { openRedaction } from '../../../checks/doctor/doctor.ts';
import { messageOf } from '../../../domain/errors.ts';
import type { Web } from '../../web.ts';

/** The latest run of a check that takes seconds. `result`: null while it runs, or if it failed. */
export type LastCheck<Result> = {
  startedAt: Date;
  endedAt: Date | null;
  isRunning: boolean;
  result: Result | null;
  failure: string | null;
};

const Kept = z.object({
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  result: z.unknown(),
  failure: z.string().nullable(),
});

// The longest check ends within forty seconds. One that has not ended by then was cut off with its process.
const GIVEN_UP_MS = 60_000;

const keyOf = (check: string): string => `check:${check}`;

/** The latest run of a check, by any process of the web. Null if there was none. */
export async function loadLastCheck<Schema extends z.ZodType>(
  { db, now }: Pick<Web, 'db' | 'now'>,
  check: string,
  schema: Schema,
): Promise<LastCheck<z.output<Schema>> | null> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', keyOf(check)).executeTakeFirst();
  const kept = Kept.safeParse(row?.value);
  if (!kept.success) return null;
  const { failure } = kept.data;
  const startedAt = new Date(kept.data.startedAt);
  const endedAt = kept.data.endedAt === null ? null : new Date(kept.data.endedAt);
  // Another version may have kept another shape.
  const result = schema.safeParse(kept.data.result);
  const isRunning = endedAt === null && now().getTime() - startedAt.getTime() < GIVEN_UP_MS;
  return { startedAt, endedAt, isRunning, failure, result: result.success ? result.data : null };
}

/** Claims the check for this run. False while another one runs: two clicks, or two processes of the web, start one. */
async function claim({ db, now }: Pick<Web, 'db' | 'now'>, check: string, startedAt: string): Promise<boolean> {
  const value = JSON.stringify({ startedAt, endedAt: null, result: null, failure: null });
  const givenUp = new Date(now().getTime() - GIVEN_UP_MS).toISOString();
  // ISO 8601 in UTC sorts as text. What another version left in another shape is replaced.
  const { rows } = await sql`
    insert into settings (key, value) values (${keyOf(check)}, ${value}::jsonb)
    on conflict (key) do update set value = excluded.value
    where settings.value ->> 'endedAt' is not null or coalesce(settings.value ->> 'startedAt', '') <= ${givenUp}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Keeps the end of a run, unless it was given up and another one has started. */
async function keepEnd({ db }: Pick<Web, 'db'>, check: string, value: z.input<typeof Kept>): Promise<void> {
  await sql`
    update settings set value = ${JSON.stringify(value)}::jsonb
    where key = ${keyOf(check)} and value ->> 'startedAt' = ${value.startedAt}`.execute(db);
}

/**
 * Starts a check, unless one runs, and returns at once. Its result is kept when it is there, and so is a failure, without
 * the secrets that its message may repeat.
 */
export async function startCheck(
  web: Pick<Web, 'db' | 'now' | 'log' | 'config'>,
  check: string,
  run: () => Promise<unknown>,
): Promise<void> {
  const startedAt = web.now().toISOString();
  if (!(await claim(web, check, startedAt))) return;
  const redact = openRedaction(web.config);
  const ended = (rest: { result: unknown; failure: string | null }): Promise<void> =>
    keepEnd(web, check, { startedAt, endedAt: web.now().toISOString(), ...rest });
  run()
    .then(
      (result) => ended({ result, failure: null }),
      (error: unknown) => ended({ result: null, failure: redact(messageOf(error)) }),
    )
    .catch((error: unknown) => web.log.error({ err: error, check }, 'the result of a check was not kept'));
}
