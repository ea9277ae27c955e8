import { expect, test } from 'vitest';
import { readList } from './support.ts';

/**
 * What each program writes, and who of it may be mailed: `yes` may, `no` may not, `un` is held back as not understood.
 */
const SOURCES: [program: string, text: string, notMailed: Record<string, string>][] = [
  [
    'Mailchimp’s columns',
    `Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,UNSUB_REASON,CLEAN_TIME,LEID
     yes@p.example,A,2020-01-01 10:00:00,2020-01-01 10:05:00,,,,1
     no1@p.example,B,2020-01-01 10:00:00,,2021-02-03 10:00:00,NORMAL,,2
     no2@p.example,C,2020-01-01 10:00:00,,,,2021-02-03 10:00:00,3`,
    { no1: 'unsubscribed', no2: 'bounce' },
  ],
  [
    'Mailchimp’s status of a contact',
    `Email Address,Email Marketing
     yes@p.example,Subscribed
     no1@p.example,Unsubscribed
     no2@p.example,Cleaned
     no3@p.example,Non-Subscribed
     no4@p.example,`,
    { no1: 'unsubscribed', no2: 'bounce', no3: 'pending', no4: 'pending' },
  ],
  [
    'listmonk, with the subscription status',
    `uuid,email,name,attributes,status,subscription_status
     1,yes@p.example,A,{},enabled,confirmed
     2,no1@p.example,B,{},enabled,unsubscribed
     3,no2@p.example,C,{},blocklisted,confirmed
     4,no3@p.example,D,{},enabled,unconfirmed
     5,no4@p.example,E,{},disabled,confirmed`,
    { no1: 'unsubscribed', no2: 'manual', no3: 'pending', no4: 'unsubscribed' },
  ],
  [
    'Ghost',
    `id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels
     1,yes@p.example,Ana,,true,false,,2022-01-01T10:00:00.000Z,,"A, B"
     2,no1@p.example,Bo,,false,false,,2022-01-01T10:00:00.000Z,,
     3,no2@p.example,Cy,,true,false,,2022-01-01T10:00:00.000Z,2023-01-01T10:00:00.000Z,`,
    { no1: 'unsubscribed', no2: 'unsubscribed' },
  ],
  [
    'phpList',
    `id;email;confirmed;blacklisted;optedin;bouncecount;entered;htmlemail;disabled
     1;yes@p.example;1;0;0;2;2020-01-01;1;0
     2;no1@p.example;0;0;0;0;2020-01-01;1;0
     3;no2@p.example;1;1;1;0;2020-01-01;1;0
     4;no3@p.example;1;0;1;0;2020-01-01;1;1`,
    { no1: 'pending', no2: 'manual', no3: 'unsubscribed' },
  ],
  [
    'Mautic, with its reason',
    `email,firstname,DNC reason
     yes@p.example,A,0
     no1@p.example,B,1
     no2@p.example,C,3`,
    { no1: 'unsubscribed', no2: 'unsubscribed' },
  ],
  [
    'HubSpot',
    `Email,Unsubscribed from all email,Opted out of email: Weekly news,Email hard bounce reason,Marketing contact status
     yes@p.example,false,,,Marketing contact
     no1@p.example,true,,,Marketing contact
     no2@p.example,,Yes,,Marketing contact
     no3@p.example,,,Unknown user,Marketing contact
     no4@p.example,,,,Non-marketing contact`,
    { no1: 'unsubscribed', no2: 'unsubscribed', no3: 'bounce', no4: 'pending' },
  ],
  [
    'HubSpot’s list of opt-outs and bounces',
    `Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce
     yes@p.example,FALSE,FALSE,FALSE,FALSE
     no1@p.example,TRUE,FALSE,FALSE,FALSE
     no2@p.example,FALSE,TRUE,FALSE,FALSE
     no3@p.example,FALSE,FALSE,TRUE,FALSE
     no4@p.example,FALSE,FALSE,FALSE,TRUE`,
    { no1: 'bounce', no2: 'unsubscribed', no3: 'complaint', no4: 'bounce' },
  ],
  [
    'Salesforce',
    `Email,FirstName,Email Opt Out,IsEmailBounced,EmailBouncedReason,HasOptedOutOfFax,DoNotCall
     yes@p.example,A,0,false,,1,1
     no1@p.example,B,1,false,,0,0
     no2@p.example,C,0,true,,0,0
     no3@p.example,D,0,,550 no such user,0,0`,
    { no1: 'unsubscribed', no2: 'bounce', no3: 'bounce' },
  ],
  [
    'Shopify',
    `First Name,Email,Accepts Email Marketing,Accepts SMS Marketing,Total Orders
     A,yes@p.example,yes,no,3
     B,no1@p.example,no,yes,4`,
    { no1: 'unsubscribed' },
  ],
  [
    'Shopify’s state',
    `Email,Email Marketing State
     yes@p.example,SUBSCRIBED
     no1@p.example,NOT_SUBSCRIBED
     no2@p.example,REDACTED
     no3@p.example,PENDING
     no4@p.example,INVALID`,
    { no1: 'pending', no2: 'unsubscribed', no3: 'pending', no4: 'bounce' },
  ],
  [
    'Constant Contact',
    `Email address,First name,Email status,Email permission status
     yes@p.example,A,Active,Implicit
     yes2@p.example,A,Active,Express
     no1@p.example,B,Unsubscribed,Unsubscribed
     no2@p.example,C,Awaiting Confirmation,Explicit
     no3@p.example,D,No Permissions Set,Not set
     no4@p.example,E,Temporary Hold,Implicit
     no5@p.example,F,,Implicit`,
    { no1: 'unsubscribed', no2: 'pending', no3: 'pending', no4: 'pending', no5: 'pending' },
  ],
  [
    'Substack',
    `email,active_subscription,expiry,plan,email_disabled,created_at
     yes@p.example,,,,false,2022-01-01T10:00:00.000Z
     yes2@p.example,true,2027-01-01T10:00:00.000Z,yearly,false,2022-01-01T10:00:00.000Z
     no1@p.example,true,2027-01-01T10:00:00.000Z,yearly,true,2022-01-01T10:00:00.000Z`,
    { no1: 'unsubscribed' },
  ],
  [
    'beehiiv',
    `email,First Name,status,tier,created_at,unsubscribed_at,Subscription Date (Substack)
     yes@p.example,A,active,free,2023-01-01 10:00:00 UTC,,2022-01-01 10:00:00 UTC
     no1@p.example,B,inactive,free,2023-01-01 10:00:00 UTC,,
     no2@p.example,C,pending,free,2023-01-01 10:00:00 UTC,,
     no3@p.example,D,active,premium,2023-01-01 10:00:00 UTC,2024-03-13 11:33:53 UTC,
     no4@p.example,E,needs approval,free,2023-01-01 10:00:00 UTC,,`,
    { no1: 'unsubscribed', no2: 'pending', no3: 'unsubscribed', no4: 'pending' },
  ],
  [
    'Kit',
    `first_name,email_address,state,created_at
     A,yes@p.example,active,2023-01-01
     B,no1@p.example,cancelled,2023-01-01
     C,no2@p.example,bounced,2023-01-01
     D,no3@p.example,complained,2023-01-01
     E,no4@p.example,inactive,2023-01-01`,
    { no1: 'unsubscribed', no2: 'bounce', no3: 'complaint', no4: 'unsubscribed' },
  ],
  [
    'Sendy',
    `Name,Email,Status
     A,yes@p.example,Subscribed
     B,no1@p.example,Unsubscribed
     C,no2@p.example,Unconfirmed
     D,no3@p.example,Bounced
     E,no4@p.example,Soft bounced
     F,no5@p.example,Complained
     G,no6@p.example,Marked as spam`,
    {
      no1: 'unsubscribed',
      no2: 'pending',
      no3: 'bounce',
      no4: 'pending',
      no5: 'complaint',
      no6: 'complaint',
    },
  ],
  [
    'CiviCRM',
    `First Name,Email,Do Not Email,Do Not Mail,Do Not Phone,No Bulk Emails (User Opt Out),On Hold,Is Deceased
     A,yes@p.example,0,1,1,0,0,0
     B,no1@p.example,1,0,0,0,0,0
     C,no2@p.example,0,0,0,1,0,0
     D,no3@p.example,0,0,0,0,1,0
     E,no4@p.example,0,0,0,0,0,1`,
    { no1: 'unsubscribed', no2: 'unsubscribed', no3: 'unsubscribed', no4: 'unsubscribed' },
  ],
  [
    'Campaign Monitor',
    `Email Address,Name,State
     yes@p.example,A,Active
     no1@p.example,B,Unsubscribed
     no2@p.example,C,Bounced
     no3@p.example,D,Deleted
     no4@p.example,E,Unconfirmed
     no5@p.example,F,Spam
     no6@p.example,G,Suppressed`,
    {
      no1: 'unsubscribed',
      no2: 'bounce',
      no3: 'unsubscribed',
      no4: 'pending',
      no5: 'complaint',
      no6: 'manual',
    },
  ],
  [
    'Brevo',
    `EMAIL;FIRSTNAME;OPT_IN;BLACKLIST;SMS_BLACKLIST
     yes@p.example;A;true;0;1
     no1@p.example;B;true;1;0
     no2@p.example;C;false;0;0`,
    { no1: 'manual', no2: 'unsubscribed' },
  ],
  [
    'MailerLite',
    `Name,Email,Status,Subscribed,Unsubscribed
     A,yes@p.example,active,2021-08-31 14:22:08,
     B,no1@p.example,unsubscribed,2021-08-31 14:22:08,2022-08-31 14:22:08
     C,no2@p.example,junk,2021-08-31 14:22:08,
     D,no3@p.example,unconfirmed,2021-08-31 14:22:08,`,
    { no1: 'unsubscribed', no2: 'complaint', no3: 'pending' },
  ],
  [
    'Mailjet',
    `Email,Name,IsExcludedFromCampaigns,IsOptInPending,IsSpamComplaining,IsUnsubscribed
     yes@p.example,A,false,false,false,false
     no1@p.example,B,true,false,false,false
     no2@p.example,C,false,true,false,false
     no3@p.example,D,false,false,true,false
     no4@p.example,E,false,false,false,true`,
    { no1: 'unsubscribed', no2: 'pending', no3: 'complaint', no4: 'unsubscribed' },
  ],
  [
    'ActiveCampaign',
    `Email,First Name,List Status
     yes@p.example,A,Active
     no1@p.example,B,Unsubscribed
     no2@p.example,C,Unconfirmed
     no3@p.example,D,Bounced`,
    { no1: 'unsubscribed', no2: 'pending', no3: 'bounce' },
  ],
  [
    'AWeber',
    `Email,Name,Status,Stop Time
     yes@p.example,A,subscribed,
     no1@p.example,B,unsubscribed,01/02/23 10:00AM EST
     no2@p.example,C,unconfirmed,`,
    { no1: 'unsubscribed', no2: 'pending' },
  ],
  [
    'Klaviyo',
    `Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp,Email Suppressions
     yes@p.example,A,SUBSCRIBED,2023-02-21T20:07:38+00:00,[]
     no1@p.example,B,NEVER_SUBSCRIBED,,[]
     no2@p.example,C,UNSUBSCRIBED,2023-02-21T20:07:38+00:00,[]
     no3@p.example,D,SUBSCRIBED,2023-02-21T20:07:38+00:00,HARD_BOUNCE`,
    { no1: 'pending', no2: 'unsubscribed', no3: 'bounce' },
  ],
  [
    'Mailman',
    `email,display_name,delivery_status
     yes@p.example,A,enabled
     no1@p.example,B,by_user
     no2@p.example,C,by_bounces
     no3@p.example,D,by_moderator`,
    { no1: 'pending', no2: 'bounce', no3: 'manual' },
  ],
  [
    'Salesforce Marketing Cloud',
    `Email Address,Status
     yes@p.example,Active
     no1@p.example,Held
     no2@p.example,Unsubscribed`,
    { no1: 'bounce', no2: 'unsubscribed' },
  ],
];

const unindent = (text: string): string => text.replaceAll(/\n +/g, '\n');

test.each(SOURCES)('of %s only those who may be mailed are', async (_program, text, notMailed) => {
  const { wishes, invalid, findings } = await readList(unindent(text));
  expect(Object.fromEntries(Object.entries(wishes).filter(([, wish]) => wish !== 'active'))).toEqual(notMailed);
  expect(Object.keys(wishes).filter((name) => wishes[name] === 'active')).not.toEqual([]);
  expect(invalid).toEqual([]);
  expect([...findings.suspicious]).toEqual([]);
});

// Heading, a cell of who may be mailed, one of who has left.
test.each([
  ['abgemeldet', 'nein', 'ja'],
  ['Abgemeldet am', '', '01.02.2024'],
  ['Status', 'angemeldet', 'abgemeldet'],
  ['Newsletter', 'Ja', 'Nein'],
  ['Einwilligung', 'ja', 'nein'],
  ['désabonné', 'non', 'oui'],
  ['Statut', 'Abonné', 'Désabonné'],
  ['Date de désinscription', '', '12/02/2024'],
  ['Baja', 'no', 'sí'],
  ['Estado', 'Suscrito', 'Baja'],
  ['Fecha de baja', '', '12/02/2024'],
  ['disiscritto', 'no', 'sì'],
  ['Consenso', 'sì', 'no'],
  ['Stato', 'iscritto', 'disiscritto'],
  ['Descadastrado', 'não', 'sim'],
  ['Situação', 'ativo', 'inativo'],
  ['uitgeschreven', 'nee', 'ja'],
  ['Status', 'ingeschreven', 'uitgeschreven'],
  ['wypisany', 'nie', 'tak'],
  ['Zgoda', 'tak', 'nie'],
  ['avregistrerad', 'nej', 'ja'],
  ['Status', 'aktiv', 'avanmäld'],
  ['frameldt', 'nej', 'ja'],
  ['avmeldt', 'nei', 'ja'],
  ['peruutettu', 'ei', 'kyllä'],
  ['odhlášen', 'ne', 'ano'],
  ['Stav', 'přihlášen', 'odhlášen'],
  ['abonelikten çıktı', 'hayır', 'evet'],
  ['Durum', 'aktif', 'iptal'],
  ['Unsubscribed', 'No', 'Yes'],
  ['Unsubscribed', '0', '1'],
  ['Unsubscribed', 'false', 'TRUE'],
  ['Unsubscribed', 'N', 'Y'],
  ['Unsubscribed', '', 'x'],
  ['Unsubscribed', '', '✓'],
  ['Unsubscribed', '0000-00-00 00:00:00', '2024-02-12 10:00:00'],
  ['Unsubscribed', 'NULL', '1714556400'],
  ['Unsubscribed', '-', '12 Feb 2024'],
  ['opt_in', 'yes', 'no'],
  ['opt_in', '2024-02-12', '0'],
  ['Opted in?', 'Double', 'FALSE'],
  ['gdpr_consent', '1', '0'],
  ['accepts_marketing', 'true', 'false'],
  ['is_active', 't', 'f'],
  ['Subscription', 'active', 'unsubscribed'],
])('where "%s" says "%s" mail may go, and not where it says "%s"', async (heading, stays, left) => {
  const text = `email;${heading}\nstays@p.example;${stays}\nleft@p.example;${left}\n`;
  const { wishes, findings } = await readList(text);
  expect(wishes).toEqual({ stays: 'active', left: 'unsubscribed' });
  expect([...findings.suspicious]).toEqual([]);
});

test.each([
  ['subscribed,unsubscribed_at', 'yes,2024-02-12', 'unsubscribed'],
  ['unsubscribed_at,subscribed', '2024-02-12,yes', 'unsubscribed'],
  ['status,bounced', 'subscribed,1', 'bounce'],
  ['status,opt out', 'active,true', 'unsubscribed'],
  ['opt in,status', 'yes,complained', 'complaint'],
  ['confirmed,subscribed', '0,1', 'pending'],
  ['Status,Status', 'active,unsubscribed', 'unsubscribed'],
])('of columns that contradict one another (%s: %s) the most cautious holds', async (headings, cells, wish) => {
  expect((await readList(`email,${headings}\na@p.example,${cells}\n`)).wishes).toEqual({ a: wish });
});

test('an empty opt-in does not count', async () => {
  expect((await readList('email,opt_in\na@p.example,\nb@p.example,x\n')).wishes).toEqual({ a: 'pending', b: 'active' });
});

test('a status that is not understood holds its row back and is named, address or not', async () => {
  const text = 'email,status\na@p.example,Gold\nb@p.example,Gold\nc@p.example,see x@y.example\nd@p.example,active\n';
  const { wishes, invalid, findings } = await readList(text);
  expect(wishes).toEqual({ d: 'active' });
  expect(invalid.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(findings.unknownValues).toEqual(
    new Map([
      [
        'status',
        new Map([
          ['Gold', 2],
          ['(an address)', 1],
        ]),
      ],
    ]),
  );
});

test('a state may be a part of the country, or a status, but not both', async () => {
  const place = await readList('email,State\na@p.example,NY\nb@p.example,Oregon\n');
  expect(place.wishes).toEqual({ a: 'active', b: 'active' });
  expect([...place.findings.suspicious]).toEqual([]);
  const mixed = await readList('email,State\na@p.example,active\nb@p.example,dormant\n');
  expect([...mixed.findings.suspicious]).toEqual(['State']);
});

test('a column that is passed over on request still holds back whom it plainly names', async () => {
  const text = 'email,Status\na@p.example,Gold\nb@p.example,Unsubscribed\nc@p.example,Bounced\nd@p.example,\n';
  const { wishes, findings } = await readList(text, ['status']);
  expect(wishes).toEqual({ a: 'active', b: 'unsubscribed', c: 'bounce', d: 'active' });
  expect([...findings.ignoredColumns]).toEqual(['Status']);
});
