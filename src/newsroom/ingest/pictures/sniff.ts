import type { PictureJudgement } from '../../../domain/pictures.ts';

/** What a file begins with, for each format that we read; names and declared types are not asked. */
const SIGNATURES: readonly ((bytes: Buffer) => boolean)[] = [
  // JPEG
  (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  // PNG
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  // GIF
  (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  // WebP
  (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  // AVIF
  (bytes) => /^ftyp(?:avif|avis|mif1)$/.test(bytes.toString('latin1', 4, 12)),
];

// A picture's metadata is XML of its own; what only a page, a drawing, a PDF or an archive holds makes it two
// files in one. We never serve the bytes that came, so this is one lock more: whoever sends such a file means harm.
const FOREIGN = ['<script', '<SCRIPT', '<!doctype', '<!DOCTYPE', '<html', '<HTML', '<svg', '<?php', '%PDF-'];
const ARCHIVE_END = 'PK\u0005\u0006';
const ARCHIVE_TAIL = 65_557;

/** Why these bytes are not to be decoded, or null. */
export function findForeign(bytes: Buffer): PictureJudgement | null {
  if (!SIGNATURES.some((begins) => begins(bytes))) return 'PICTURE_FORMAT';
  if (FOREIGN.some((mark) => bytes.includes(mark, 0, 'latin1'))) return 'PICTURE_POLYGLOT';
  const tail = bytes.subarray(Math.max(0, bytes.length - ARCHIVE_TAIL));
  return tail.includes(ARCHIVE_END, 0, 'latin1') ? 'PICTURE_POLYGLOT' : null;
}
