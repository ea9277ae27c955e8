import type { Generated } from 'kysely';
import type { PictureFormat } from '../../../domain/pictures.ts';
import type { Time, Default } from './columns.ts';

export type Pictures = {
  hash: string;
  source_hash: string;
  source_url: string;
  width: number;
  height: number;
  widths: number[];
  /** The width of the 4:3 rendition. Null: there is none. */
  thumb: Default<number | null>;
  /** The width of the 3:2 rendition of a taller picture. Null: there is none. */
  wide: Default<number | null>;
  credit: string | null;
  copyright: string | null;
  created_at: Time;
};

export type PictureRenditions = { hash: string; width: number; format: PictureFormat; body: Buffer };

export type PictureOutlets = { hash: string; outlet_id: number; credit_words: Default<string> };

/** Pictures of staff's own. */
export type PictureUploads = { hash: string; newsletter_id: number; actor: string; at: Time };

/** Either by address or by bytes. */
export type PictureKills = {
  id: Generated<number>;
  source_url: string | null;
  source_hash: string | null;
  reason: Default<string>;
  actor: string;
  at: Time;
};

/** A view. */
export type ShowablePictures = Omit<Pictures, 'created_at'>;
