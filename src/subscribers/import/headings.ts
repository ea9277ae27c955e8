import type { Telling } from './wishes.ts';

/** A choice of a reader's that a file may bring along for those who are new. */
export type Choice = 'language' | 'zone' | 'sendAt' | 'frequency' | 'format' | 'pausedUntil';

/** A fact on somebody's consent that is kept with the record, in the file's own words. */
export type Fact = 'signedUpAt' | 'confirmedAt' | 'leftAt' | 'consentText';

export type Role = 'email' | 'first' | 'full' | 'newsletter' | Telling | Choice | Fact;

// Without case, blanks and punctuation: of Reveille's own export, Mailchimp, listmonk, Ghost, Brevo, and of spreadsheets.
const HEADINGS: Readonly<Record<Exclude<Role, 'leftAt'>, string>> = {
  email: 'email emailaddress mail mailaddress emailid subscriberemail correo correoelectronico courriel',
  first: 'firstname fname givenname first forename vorname prenom nombre',
  full: 'name fullname displayname subscribername contactname',
  status: 'status subscriptionstatus emailstatus memberstatus subscriberstatus estado',
  subscribed: 'subscribed subscribedtoemails issubscribed optin optedin emailoptin',
  left: 'unsubscribed isunsubscribed optedout optout emailoptout emaildisabled unsubtime unsubscribedat unsubscribeddate',
  cleaned: 'cleantime bouncedat bounced hardbounced',
  suppressed: 'suppressed suppression',
  newsletter: 'newsletter',
  language: 'language',
  zone: 'zone timezone',
  sendAt: 'sendat',
  frequency: 'frequency',
  format: 'format',
  pausedUntil: 'pauseduntil',
  signedUpAt: 'createdat optintime',
  confirmedAt: 'confirmedat confirmtime',
  consentText: 'consenttext',
};

const roles = new Map(
  Object.entries(HEADINGS).flatMap(([role, words]) => words.split(' ').map((word) => [word, role as Role] as const)),
);

/** What a column is for, by its folded heading. */
export function roleOf(heading: string): Role | undefined {
  return roles.get(heading);
}
