/** How often a reader wants a newsletter: every edition, those of Monday to Friday, or the weekly best-of. */
export const FREQUENCIES = ['daily', 'weekdays', 'weekly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** How a digest is made up: with pictures, text first without any, or headlines alone. */
export const DIGEST_FORMATS = ['full', 'text', 'headlines'] as const;
export type DigestFormat = (typeof DIGEST_FORMATS)[number];
