import type { Generated } from 'kysely';
import type { DigestFormat, Frequency } from '../../../domain/choices.ts';
import type { ListImportState, SubscriptionState } from '../../../domain/states.ts';
import type { Time, NullableTime, Json, NullableJson, Default } from './columns.ts';

export type Subscribers = {
  id: Generated<number>;
  email: string;
  email_key: string;
  address_hash: Buffer;
  first_name: Default<string>;
  language: string | null;
  is_sample: Default<boolean>;
  merged_into: number | null;
  left_everything_at: NullableTime;
  created_at: Time;
};

export type Subscriptions = {
  subscriber_id: number;
  newsletter_id: number;
  status: SubscriptionState;
  created_at: Time;
  confirmation_sent_at: NullableTime;
  confirmed_at: NullableTime;
  unsubscribed_at: NullableTime;
  /** HH:MM:SS */
  send_at: string | null;
  zone: string | null;
  frequency: Default<Frequency>;
  format: Default<DigestFormat>;
  /** YYYY-MM-DD */
  paused_until: string | null;
};

export type ConsentEvents = {
  id: Generated<number>;
  subscriber_id: number | null;
  newsletter_id: number | null;
  kind:
    | 'requested'
    | 'confirmed'
    | 'imported'
    | 'unsubscribed'
    | 'resubscribed'
    | 'erased'
    | 'changed'
    | 'address_requested'
    | 'address_changed';
  at: Time;
  text_shown: string | null;
  text_version: string | null;
  page_url: string | null;
  network_address: string | null;
  user_agent: string | null;
  detail: Json<Record<string, unknown>>;
};

/** A request for mail at another address, until that mailbox confirms it. */
export type AddressChanges = {
  id: Generated<number>;
  subscriber_id: number;
  email: string;
  email_key: string;
  requested_at: Time;
};

export type Suppressions = {
  address_hash: Buffer;
  reason: 'bounce' | 'complaint' | 'erased' | 'manual';
  detail: Default<string>;
  created_at: Time;
};

export type SignUps = {
  id: Generated<number>;
  newsletter_id: number;
  email: string;
  first_name: Default<string>;
  language: string | null;
  zone: string | null;
  evidence: Json<{
    textShown: string | null;
    pageUrl: string | null;
    networkAddress: string | null;
    userAgent: string | null;
  }>;
  detail: Json<Record<string, unknown>>;
  at: Time;
};

export type ListImports = {
  id: Generated<number>;
  newsletter_id: number;
  file_name: string;
  bytes: number;
  folder: string;
  consent: string;
  columns: Json<Record<string, string>>;
  state: Default<ListImportState>;
  report: NullableJson<Record<string, unknown>>;
  problem: string | null;
  rows_read: Default<number>;
  progress: Default<number>;
  owner: string | null;
  actor: string;
  created_at: Time;
  finished_at: NullableTime;
};
