import type { Db } from '../../platform/db/client.ts';
import { forgetRefusedSignIn, loadRefusedSignIn, lockSignIn, recordRefusedSignIn } from '../limits/refusedSignIns.ts';
import type { Relay } from '../../platform/config.ts';
import type { SignInGuard } from './connect.ts';
import { ConnectFailed } from './connectFailed.ts';

type Auth = NonNullable<Relay['auth']>;

const isRefused = (error: unknown): error is ConnectFailed => error instanceof ConnectFailed && error.what === 'signIn';

/** Runs `attempt` and returns its error as a value, so that the transaction around it is committed. */
const settled = (attempt: () => Promise<void>): Promise<{ error: unknown } | null> =>
  attempt().then(
    () => null,
    (error: unknown) => ({ error }),
  );

async function attemptOnce(db: Db, relay: string, auth: Auth, attempt: () => Promise<void>): Promise<void> {
  const failed = await db.transaction().execute(async (tx) => {
    await lockSignIn(tx, relay);
    const reason = await loadRefusedSignIn(tx, relay, auth);
    if (reason !== null)
      return { error: new ConnectFailed('signIn', `${reason} (not tried again since)`, { isOurFault: true }) };
    const result = await settled(attempt);
    if (isRefused(result?.error)) await recordRefusedSignIn(tx, relay, auth, result.error.message);
    else if (!result) await forgetRefusedSignIn(tx, relay);
    return result;
  });
  if (failed) throw failed.error;
}

/**
 * Serializes the sign-ins of a process's connections to one relay, so that a wrong password is tried once:
 * connections that waited behind a failure fail with it. A password is unproven if no open connection uses it, or if it
 * was refused. Then all processes that share the database take turns too. A refused password is tried again only after
 * an hour, after a person resumed an edition, or after SMTP_URL changes it.
 */
export function openSignInTurns({
  db,
  relay,
  auth,
  hasConnections,
}: {
  db: Db | null;
  relay: string;
  auth: Auth;
  hasConnections: () => boolean;
}): SignInGuard {
  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;
  let lastError: unknown = null;
  let wasRefused = false;

  const run = async (attempt: () => Promise<void>): Promise<void> => {
    const isProven = hasConnections() && !wasRefused;
    if (db && !isProven) return attemptOnce(db, relay, auth, attempt);
    const result = await settled(attempt);
    if (!result) return;
    if (db && isRefused(result.error)) await recordRefusedSignIn(db, relay, auth, result.error.message);
    throw result.error;
  };

  return (attempt) => {
    const seen = failures;
    const turn = last.then(async () => {
      if (failures !== seen || (!db && wasRefused)) throw lastError;
      try {
        await run(attempt);
        wasRefused = false;
      } catch (error) {
        failures++;
        lastError = error;
        wasRefused ||= isRefused(error);
        throw error;
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
