import type { Generated } from 'kysely';
import type { Time, Default } from './columns.ts';

export type FeedbackRows = {
  id: Generated<string>;
  at: Time;
  kind: 'bounce' | 'complaint';
  action: 'suppress' | 'soft' | 'sender-fault' | 'complaint' | 'none';
  is_delay: boolean;
  status: string | null;
  diagnostic: Default<string>;
  subscriber_id: number;
  edition_id: number;
  proof: 'return-path' | 'message-id';
  source: Default<string>;
};

export type UnprovenMail = { day: string; kind: 'bounce' | 'complaint' | 'auto-reply' | 'other'; mails: number };

/** The counts of an edition's feedback, once its rows are gone. */
export type FeedbackTotals = { edition_id: number; bounces: number; complaints: number };
