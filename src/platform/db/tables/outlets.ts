import type { Generated } from 'kysely';
import type { FetchRecord, FoundFeed } from '../../../domain/outlets.ts';
import type { LeftOut, Right } from '../../../domain/story.ts';
import type { Time, NullableTime, Default, Json } from './columns.ts';

export type Outlets = {
  id: Generated<number>;
  newsletter_id: number;
  url: string;
  feed_url: string | null;
  name: string;
  is_own: Default<boolean>;
  section: string | null;
  rights: Default<Right[]>;
  allow_private: Default<boolean>;
  etag: string | null;
  last_modified: string | null;
  fetching_until: NullableTime;
  next_fetch_at: Time;
  last_fetched_at: NullableTime;
  last_success_at: NullableTime;
  failures: Default<number>;
  error_code: string | null;
  error_message: string | null;
  created_at: Time;
  interval_seconds: Default<number>;
  median_delay_seconds: number | null;
  authority: Default<number>;
  barred: Default<Right[]>;
  not_in: Default<string[]>;
  credit_mandatory: Default<boolean>;
  rights_until: NullableTime;
  /** What the last feed held and could not be stored. */
  left_out: Json<LeftOut>;
  /** The site of an address that staff added to an edition; without a feed. */
  is_guest: Default<boolean>;
  /** Not fetched since. */
  paused_at: NullableTime;
  /** The latest ten, newest first. */
  recent_fetches: Json<FetchRecord[]>;
  found_feeds: Json<FoundFeed[]>;
};

export type AgencyRights = {
  newsletter_id: number;
  agency_key: string;
  name: string;
  rights: Default<Right[]>;
  barred: Default<Right[]>;
  not_in: Default<string[]>;
  credit_mandatory: Default<boolean>;
  rights_until: NullableTime;
};

/** The request queue of an outlet's server, and its robots.txt. */
export type FetchHosts = {
  origin: string;
  next_at: Time;
  busy_until: Default<Date[]>;
  robots: string | null;
  robots_fetched_at: NullableTime;
  robots_failing_since: NullableTime;
};
