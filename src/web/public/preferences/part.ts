import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { SubscriberRecord } from '../../../readers/record.ts';
import type { Words } from '../../../language/catalogues.ts';
import type { Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';

/** The reader's subscription to one newsletter. */
export type ReaderSubscription = SubscriberRecord['subscriptions'][number];

type OtherNewsletter = {
  id: number;
  name: string;
  description: string;
  status: ReaderSubscription['status'] | null;
  /** The path of the preferences page for that newsletter. */
  path: string;
};

export type Preferences = {
  site: Site;
  newsletter: Newsletter;
  token: string;
  language: string;
  address: string;
  firstName: string;
  /** The chosen language; null: the language of each newsletter. */
  ownLanguage: string | null;
  /** True if the address is suppressed: it is never mailed, independently of the choices. */
  isSuppressed: boolean;
  /** The subscription to the token's newsletter. */
  subscription: ReaderSubscription | null;
  others: OtherNewsletter[];
  pause: { first: string; last: string };
};

/**
 * The result of an action. `undo`: how to undo it, and for which newsletter. `typed`: refused input, to be corrected.
 */
export type Notice = {
  text: string;
  isError?: boolean;
  undo?: { action: string; newsletterId: number };
  typed?: { firstName: string };
};

/** The arguments of every section: the preferences, their words, and the target of the forms. */
export type Part = Preferences & { words: Words['reader']['preferences']; path: string };

/** A form of the page. The value of its button names the action. */
export const form = (part: Part, newsletterId: number, fields: Html): Html =>
  html`<form method="post" action="${part.path}">
    <input type="hidden" name="newsletter" value="${newsletterId}" /> ${fields}
  </form>`;

/** An option of a select list. */
export const option = (value: string, label: string, chosen: string): Html =>
  html`<option value="${value}" ${value === chosen ? html` selected` : ''}>${label}</option>`;
