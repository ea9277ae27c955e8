import type { PictureJudgement } from '../../../domain/pictures.ts';

/** The signature of each format that staff may upload. Names and declared types are not used. */
const UPLOADED: readonly ((bytes: Buffer) => boolean)[] = [
  // JPEG
  (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  // PNG
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  // WebP
  (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
];

/** The signature of each format that we read. */
const SIGNATURES: readonly ((bytes: Buffer) => boolean)[] = [
  ...UPLOADED,
  // GIF
  (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  // AVIF
  (bytes) => /^ftyp(?:avif|avis|mif1)$/.test(bytes.toString('latin1', 4, 12)),
];

// Metadata of pictures is XML too, so only markers of a page, a drawing, a PDF or an archive show two files in one. We
// never serve the original bytes, so this is an additional protection against harmful files.
const FOREIGN = ['<script', '<SCRIPT', '<!doctype', '<!DOCTYPE', '<html', '<HTML', '<svg', '<?php', '%PDF-'];
const ARCHIVE_END = 'PK\u0005\u0006';
const ARCHIVE_TAIL = 65_557;

/** True for a JPEG, a PNG or a WebP. */
export function isUploadFormat(bytes: Buffer): boolean {
  return UPLOADED.some((begins) => begins(bytes));
}

/** Why these bytes must not be decoded, or null. */
export function findForeign(bytes: Buffer): PictureJudgement | null {
  if (!SIGNATURES.some((begins) => begins(bytes))) return 'PICTURE_FORMAT';
  if (FOREIGN.some((mark) => bytes.includes(mark, 0, 'latin1'))) return 'PICTURE_POLYGLOT';
  const tail = bytes.subarray(Math.max(0, bytes.length - ARCHIVE_TAIL));
  return tail.includes(ARCHIVE_END, 0, 'latin1') ? 'PICTURE_POLYGLOT' : null;
}
