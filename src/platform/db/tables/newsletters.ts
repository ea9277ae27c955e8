import type { Approval, Unattended } from '../../../domain/approval.ts';
import type { KindRules } from '../../../domain/kinds.ts';
import type { Generated } from 'kysely';
import type { Section } from '../../../domain/sections.ts';
import type { Time, NullableTime, Json, Default } from './columns.ts';
import type { StoryChange } from './editions.ts';

export type Newsletters = {
  id: Generated<number>;
  slug: string;
  name: string;
  description: Default<string>;
  from_name: string;
  from_address: string;
  reply_to: string | null;
  legal_name: string | null;
  postal_address: string | null;
  privacy_url: string | null;
  imprint_url: string | null;
  language: Default<string>;
  languages: Default<string[]>;
  zone: Default<string>;
  /** HH:MM:SS */
  send_at: Default<string>;
  weekdays: Default<number[]>;
  compose_lead_minutes: Default<number>;
  max_lateness_minutes: Default<number>;
  story_count: Default<number>;
  min_stories: Default<number>;
  canary_percent: Default<number>;
  canary_minutes: number | null;
  late_copy: Default<'staff' | 'auto'>;
  approval: Default<Approval>;
  /** Null: by `approval`. */
  unattended: Default<Unattended | null>;
  sign_up_heading: string | null;
  sign_up_promise: string | null;
  sign_up_button: string | null;
  sign_up_sites: Default<string[]>;
  disposable_addresses: Default<'off' | 'warn' | 'refuse'>;
  unsubscribe_address: string | null;
  bounce_address: string | null;
  pending_days: Default<number>;
  topic: Default<string>;
  territories: Default<string[]>;
  max_per_outlet: number | null;
  max_per_section: number | null;
  /** In display order. */
  sections: Json<Section[]>;
  /** Those that differ from the defaults of src/domain/kinds.ts. */
  kinds: Json<Partial<KindRules>>;
  own_stories: Default<number>;
  standby_count: Default<number>;
  /** ISO weekday. Null: no weekly edition. */
  weekly_weekday: Default<number | null>;
  /** HH:MM:SS */
  weekly_at: Default<string>;
  theme: Default<string>;
  contents: Default<boolean>;
  sign_off: string | null;
  house_notice: string | null;
  house_notice_url: string | null;
  house_label: string | null;
  /** The hash of a picture, as in sponsor_picture. */
  house_picture: string | null;
  house_alt: string | null;
  house_from: string | null;
  house_until: string | null;
  house_after: Default<number>;
  sponsor_text: string | null;
  sponsor_label: string | null;
  sponsor_url: string | null;
  sponsor_picture: string | null;
  sponsor_alt: string | null;
  /** YYYY-MM-DD */
  sponsor_from: string | null;
  sponsor_until: string | null;
  sponsor_after: Default<number>;
  most_read: Default<boolean>;
  full_stories: Default<number>;
  summary_length: Default<number>;
  click_counts: Default<boolean>;
  utm: Default<boolean>;
  is_sample: Default<boolean>;
  created_at: Time;
};

export type ScheduleExceptions = {
  newsletter_id: number;
  /** YYYY-MM-DD */
  date: string;
  send_at: string | null;
  note: Default<string>;
};

export type Waves = {
  edition_id: number;
  is_rehearsal: boolean;
  due_at: Time;
  readers: number;
  rechecked_at: NullableTime;
  changes: Json<StoryChange[]>;
};

export type DkimKeys = {
  domain: string;
  selector: string;
  algorithm: 'rsa-sha256' | 'ed25519-sha256';
  private_key: string;
  is_active: Default<boolean>;
  created_at: Time;
};
