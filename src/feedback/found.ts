import type { Notice } from './notice.ts';

/** What a report says became of the message for a recipient (RFC 3464 2.3.3). */
export type Event = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/**
 * A recipient as a returned mail tells of it, before anything is made of it. `status` is the enhanced status (RFC 3463)
 * of a field of its own, `diagnostic` the words that say why; both '' where there are none.
 */
export type Found = { address: string; event: Event; status: string; diagnostic: string };

/** One kind of bounce: the recipients that it names, none where the mail is not of that kind. Pure. */
export type Family = (notice: Notice) => Found[];

/** A recipient whom a text says that it failed. */
export function failed(address: string, diagnostic: string): Found {
  return { address, event: 'failed', status: '', diagnostic };
}
