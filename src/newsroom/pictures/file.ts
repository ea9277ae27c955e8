import { PICTURE_FORMATS, type PictureFormat } from '../../domain/pictures.ts';

export type PictureFile = { hash: string; width: number; format: PictureFormat };

const HASH = /^[0-9a-f]{32}$/;
const FILE = new RegExp(`^([0-9a-f]{32})-([1-9]\\d{0,3})\\.(${PICTURE_FORMATS.join('|')})$`);

/** The last part of a picture's address, below /pictures/. */
export function fileName({ hash, width, format }: PictureFile): string {
  return `${hash}-${width}.${format}`;
}

/** Parses a file name. Null if it is not one of ours. */
export function parseFileName(name: string): PictureFile | null {
  const [, hash, width, format] = FILE.exec(name) ?? [];
  return hash ? { hash, width: Number(width), format: format as PictureFormat } : null;
}

/** The hash in a hash, a file name or one of our addresses. Null if the text is none of these. */
export function hashIn(text: string): string | null {
  if (HASH.test(text)) return text;
  return parseFileName(text.slice(text.lastIndexOf('/') + 1))?.hash ?? null;
}
