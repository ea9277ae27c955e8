import type { ReturnNotice } from './notice.ts';

/** The result for a recipient in a report (RFC 3464 2.3.3). */
export type Event = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/**
 * A recipient in a returned mail, before it is judged. `status` is the enhanced status (RFC 3463) from its own field,
 * `diagnostic` the text of the reason. Both are '' if missing.
 */
export type Found = { address: string; event: Event; status: string; diagnostic: string };

/** A reader for one kind of bounce: returns its recipients, or none if the mail is of another kind. Pure. */
export type Family = (notice: ReturnNotice) => Found[];

/** A recipient that a text reports as failed. */
export function failed(address: string, diagnostic: string): Found {
  return { address, event: 'failed', status: '', diagnostic };
}
