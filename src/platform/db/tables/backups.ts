import type { Generated } from 'kysely';
import type { Time } from './columns.ts';

/** A backup that was written whole. `at`: the instant that it shows. */
export type Backups = {
  id: Generated<number>;
  at: Time;
  finished_at: Time;
  bytes: number;
  rows: number;
  is_encrypted: boolean;
};

/** What SAFETY_LOG still lacks. `newsletter_id` null: every newsletter. */
export type SafetyEvents = {
  id: Generated<number>;
  at: Time;
  kind: 'left' | 'returned' | 'moved' | 'bounce' | 'complaint' | 'erased' | 'manual';
  address_hash: Buffer;
  newsletter_id: number | null;
};
