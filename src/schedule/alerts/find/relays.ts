import { sql } from 'kysely';
import { redactAddresses, redactUrl } from '../../../platform/log.ts';
import { MINUTE_MS, type Condition, type Finder } from '../condition.ts';

type Row = { relay: string; reason: string; isDown: boolean; isRefused: boolean; refusal: string };

const clean = (reason: string): string => redactUrl(redactAddresses(reason)).trim();

/**
 * Relays of SMTP_URL that could not be reached at the last try, or that refused the sign-in within the hour. A relay that
 * nobody tried for ten minutes counts as unknown.
 */
export const relayFinder: Finder = {
  kinds: ['relay_down', 'sign_in_refused'],
  find: async ({ db, config }) => {
    const names = config.relays.map(({ host, port }) => `${host}:${port}`);
    const { rows } = await sql<Row>`
      select relay, reason, sign_in_reason as refusal,
        failures > 0 and coalesce(down_until > now() - interval '10 minutes', false) as "isDown",
        sign_in_refused is not null and coalesce(sign_in_refused_at > now() - interval '1 hour', false) as "isRefused"
      from relay_states where relay = any(${names}::text[])`.execute(db);
    return rows.flatMap(({ relay, reason, refusal, isDown, isRefused }): Condition[] => {
      if (isRefused) {
        const text = `The relay ${relay} refuses the user name or the password of SMTP_URL. It said: ${clean(refusal)}`;
        return [{ kind: 'sign_in_refused', about: relay, text }];
      }
      if (!isDown) return [];
      const text = `The relay ${relay} cannot be reached: ${clean(reason)}`;
      return [{ kind: 'relay_down', about: relay, text, afterMs: MINUTE_MS }];
    });
  },
};
