import type { Generated } from 'kysely';
import type { DigestFormat } from '../../../domain/choices.ts';
import type { DeliveryState } from '../../../domain/states.ts';
import type { Time, NullableTime, Json, Default } from './columns.ts';

export type Deliveries = {
  edition_id: number;
  is_rehearsal: boolean;
  subscriber_id: number;
  state: Default<DeliveryState>;
  next_attempt_at: Time;
  attempts: Default<number>;
  owner: string | null;
  data_at: NullableTime;
  revision: number | null;
  submitted_at: NullableTime;
  relay: string | null;
  status_code: string | null;
  reply: string | null;
  due_at: Time;
  verdict: string | null;
  token_key: number | null;
  format: DigestFormat | null;
  language: string | null;
  dated_at: NullableTime;
};

/** Who got what of an edition whose part of the ledger was dropped. */
export type DeliveryRecords = {
  edition_id: number;
  first_reader: number;
  readers: number[];
  states: string;
  seconds: (number | null)[];
  since: Time;
};

export type RetiredLedgers = { edition_id: number; at: Time; readers: number; bytes: number };

export type Leases = {
  id: string;
  role: string;
  holder: string;
  edition_id: number | null;
  until: Time;
};

export type OutboxKind =
  | 'confirmation'
  | 'welcome'
  | 'test'
  | 'alert'
  | 'address'
  | 'address_changed'
  | 'fresh_link'
  | 'staff_link';

export type Outbox = {
  id: Generated<number>;
  kind: OutboxKind;
  newsletter_id: number | null;
  subscriber_id: number | null;
  edition_id: number | null;
  to_address: string;
  payload: Json<Record<string, unknown>>;
  dedupe_key: string | null;
  state: Default<DeliveryState | 'ready'>;
  message: Buffer | null;
  next_attempt_at: Time;
  expires_at: NullableTime;
  attempts: Default<number>;
  owner: string | null;
  data_at: NullableTime;
  submitted_at: NullableTime;
  relay: string | null;
  status_code: string | null;
  reply: string | null;
  created_at: Time;
};

export type InboxMessages = {
  id: Generated<number>;
  mail_from: string;
  rcpt_to: string;
  header_from: string;
  subject: string;
  received_at: Time;
  bytes: number;
  raw: Buffer;
};
