import type { ErrorCode } from './errors.ts';

export const PICTURE_FORMATS = ['jpg', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** Begins the `url` of a picture that staff uploaded. */
export const UPLOAD = 'upload:';

/** True for a picture that staff uploaded: the paper's own, whatever outlets grant. */
export function isUpload({ url }: { url: string }): boolean {
  return url.startsWith(UPLOAD);
}

/** Why a file is no picture for a story. */
const PICTURE_FAULTS = {
  PICTURE_UNREADABLE: 'it cannot be decoded',
  PICTURE_FORMAT: 'it is not a JPEG, PNG, GIF, WebP or AVIF',
  PICTURE_POLYGLOT: 'the file also contains something that is not a picture',
  PICTURE_TOO_MANY_PIXELS: 'it has too many pixels',
  PICTURE_TOO_SMALL: 'it is too small: an icon or a tracking pixel',
  PICTURE_BANNER: 'it is as wide or as tall as a banner',
  PICTURE_AVATAR: 'it is small and square, like an avatar',
  PICTURE_FLAT: 'it is mostly one colour, like a logo or a placeholder',
  PICTURE_REPEATED: 'the outlet also shows it with other stories',
  PICTURE_KILLED: 'staff removed it everywhere',
} as const;

export type PictureJudgement = keyof typeof PICTURE_FAULTS;

/** Why an item has no picture: the fetch's code, or what was wrong with what it brought. */
export type PictureFault = PictureJudgement | ErrorCode;

/** What is wrong with a picture, as the end of a sentence. */
export function describeFault(fault: PictureFault): string {
  return fault in PICTURE_FAULTS ? PICTURE_FAULTS[fault as PictureJudgement] : `it could not be fetched (${fault})`;
}

/** True of what another try may mend: the network's faults, not the picture's. */
export function isPassing(fault: PictureFault): boolean {
  return !(fault in PICTURE_FAULTS) && fault !== 'FETCH_REFUSED_ADDRESS' && fault !== 'FETCH_TOO_LARGE';
}
