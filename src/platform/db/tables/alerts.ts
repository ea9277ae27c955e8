import type { Generated } from 'kysely';
import type { Time, NullableTime, Default } from './columns.ts';

export type Alerts = {
  id: Generated<string>;
  /** Its kind and what it concerns. Of each key, one alert at most is open. */
  key: string;
  kind: string;
  newsletter_id: number | null;
  edition_id: number | null;
  text: string;
  opened_at: Time;
  seen_at: Time;
  closed_at: NullableTime;
  last_sent_at: NullableTime;
  /** Notices that reached somebody. */
  notices: Default<number>;
  /** Tries since the last of them. */
  attempts: Default<number>;
  /** Null: nothing is left to send. */
  next_send_at: NullableTime;
  /** By the database's clock: a process is sending it until then. */
  claimed_until: NullableTime;
};

export type Heartbeats = { edition_id: number; at: Time };
