import { sql } from 'kysely';
import { chargeAll, type Allowance } from '../platform/allowances.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { codeOf } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { keepRequest, type SignUpRequest } from './optIn.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string; log: Log; perAddress: Allowance };

const MAX_CHARACTERS = 2000;

/** Cleans a request's text for a row: PostgreSQL stores neither NUL nor half a surrogate pair. */
const held = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '').slice(0, MAX_CHARACTERS).toWellFormed() ?? null;

/**
 * Stores a sign-up for later processing. It is one insert, the same for every address, and survives a crash of this
 * process. Throws ADDRESS_INVALID.
 */
export async function keepSignUp({ db, now }: Pick<Deps, 'db' | 'now'>, request: SignUpRequest): Promise<void> {
  const { evidence } = request;
  await db
    .insertInto('sign_ups')
    .values({
      newsletter_id: request.newsletterId,
      email: parseAddress(request.email).email,
      first_name: held(request.firstName) ?? '',
      language: request.language ?? null,
      zone: held(request.zone),
      evidence: JSON.stringify({
        textShown: held(evidence.textShown),
        pageUrl: held(evidence.pageUrl),
        networkAddress: evidence.networkAddress,
        userAgent: held(evidence.userAgent),
      }),
      detail: JSON.stringify(request.detail ?? {}),
      at: now(),
    })
    .execute();
}

/** Takes one stored sign-up, which is deleted if the transaction commits. Null if none is free. */
async function takeOldest(tx: Tx): Promise<{ id: number; request: SignUpRequest } | null> {
  const { rows } = await sql<{ id: number; request: SignUpRequest }>`
    delete from sign_ups where id = (select id from sign_ups order by id for update skip locked limit 1)
    returning id, jsonb_build_object('newsletterId', newsletter_id, 'email', email, 'firstName', first_name,
      'language', language, 'zone', zone, 'evidence', evidence, 'detail', detail) as request`.execute(tx);
  return rows[0] ?? null;
}

// Data that the database refuses will be refused again at the next try.
const isUnholdable = (error: unknown): boolean => /^2[23]/.test(codeOf(error) ?? '');

/**
 * Processes the oldest waiting sign-up: stores a pending subscription and a confirmation, as `keepRequest` does, unless
 * the address has reached its limit. Each sign-up is processed once, by any number of processes. Returns false if none
 * waits, otherwise the mail to send (`outboxId`), if any.
 */
export async function settleSignUp(deps: Deps): Promise<false | { outboxId: number | null }> {
  let taken: { id: number; request: SignUpRequest } | null = null;
  try {
    return await deps.db.transaction().execute(async (tx) => {
      taken = await takeOldest(tx);
      if (!taken) return false;
      const hash = hashAddress(deps.keys, parseAddress(taken.request.email).emailKey).toString('base64url');
      const key = `sign-up:address:${hash}`;
      const refused = await chargeAll({ db: tx, now: deps.now }, [{ key, allowance: deps.perAddress }]);
      if (refused) return { outboxId: null };
      return keepRequest({ ...deps, tx }, taken.request);
    });
  } catch (error) {
    const id = (taken as { id: number } | null)?.id;
    if (id === undefined || !isUnholdable(error)) throw error;
    deps.log.error({ err: error, signUpId: id }, 'a sign-up that cannot be stored was dropped');
    await deps.db.deleteFrom('sign_ups').where('id', '=', id).execute();
    return { outboxId: null };
  }
}
