import type { Generated } from 'kysely';
import type { PictureFault } from '../../../domain/pictures.ts';
import type { Picture } from '../../../domain/story.ts';
import type { Time, NullableTime, Json, NullableJson, Default } from './columns.ts';

export type Stories = {
  id: Generated<number>;
  newsletter_id: number;
  lead_item_id: number | null;
  item_count: Default<number>;
  outlet_count: Default<number>;
  first_published_at: Time;
  last_published_at: Time;
  score: Default<number>;
  reasons: Json<string[]>;
  ranked_at: NullableTime;
  new_voices: number | null;
  section: string | null;
};

export type Items = {
  id: Generated<number>;
  outlet_id: number;
  guid: string;
  url: string | null;
  title: string;
  summary: Default<string>;
  body: Default<string>;
  published_at: NullableTime;
  byline: string | null;
  dateline: string | null;
  agency: string | null;
  copyright: string | null;
  language: string | null;
  image: NullableJson<Picture>;
  position: Default<number>;
  first_seen_at: Time;
  updated_at: Time;
  page_read_at: NullableTime;
  story_id: number | null;
  link_key: string | null;
  canonical_url: string | null;
  section: string | null;
  modified_at: NullableTime;
  is_paywalled: boolean | null;
  /** A note for editors, which is obeyed and never shown. */
  editors_note: string | null;
  embargo_until: NullableTime;
  is_withdrawn: Default<boolean>;
  placement: number | null;
  placed_as_of: NullableTime;
  voice: number | null;
  picture_hash: string | null;
  picture_url: string | null;
  picture_fault: PictureFault | null;
  picture_tried_at: NullableTime;
  picture_tries: Default<number>;
  description: Default<string>;
  /** The title of the page when it was last read. */
  page_title: string | null;
  page_summary: string | null;
  /** The feed's title, if the page's newer one is used instead. */
  feed_title: string | null;
  feed_summary: string | null;
  /** The feed's picture, if one chosen with the page is used instead. JSON null: the feed has none. */
  feed_image: NullableJson<Picture>;
  /** The story into which staff put it. */
  held_story_id: number | null;
};

export type StoryWords = { edition_id: number; position: number; words: string };
