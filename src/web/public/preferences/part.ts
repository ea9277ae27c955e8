import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { SubscriberRecord } from '../../../readers/record.ts';
import type { Words } from '../../../language/catalogues.ts';
import type { Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';

/** What the reader has of one newsletter. */
export type ReaderSubscription = SubscriberRecord['subscriptions'][number];

export type OtherNewsletter = {
  id: number;
  name: string;
  description: string;
  status: ReaderSubscription['status'] | null;
  /** The preference centre of that newsletter. */
  path: string;
};

export type Preferences = {
  site: Site;
  newsletter: Newsletter;
  token: string;
  language: string;
  address: string;
  firstName: string;
  /** As chosen; null: each newsletter's own. */
  ownLanguage: string | null;
  /** Nothing is mailed to the address, whatever is chosen here. */
  isSuppressed: boolean;
  /** The token's newsletter. */
  subscription: ReaderSubscription | null;
  others: OtherNewsletter[];
  pause: { first: string; last: string };
};

/** What an act led to; `undo`: what takes it back, of which newsletter; `typed`: what was not taken, to be mended. */
export type Notice = {
  text: string;
  isError?: boolean;
  undo?: { action: string; newsletterId: number };
  typed?: { firstName: string };
};

/** What every section is made of: the preferences, their words, and where the forms go. */
export type Part = Preferences & { words: Words['reader']['preferences']; path: string };

/** A form of the page; what it does is its button's value. */
export const form = (part: Part, newsletterId: number, fields: Html): Html =>
  html`<form method="post" action="${part.path}">
    <input type="hidden" name="newsletter" value="${newsletterId}" /> ${fields}
  </form>`;

/** An entry of a list to choose from. */
export const option = (value: string, label: string, chosen: string): Html =>
  html`<option value="${value}" ${value === chosen ? html` selected` : ''}>${label}</option>`;
