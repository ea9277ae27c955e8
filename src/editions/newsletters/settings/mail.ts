import type { SettingGroup } from './setting.ts';

/** What the mails look like, where their links lead, and where answers go. */
export const MAIL = {
  theme: {
    column: 'theme',
    label: 'Theme',
    help: 'what the mail looks like',
    takes: { is: 'theme' },
    initial: 'standard',
    example: 'signal',
  },
  houseNotice: {
    column: 'house_notice',
    label: 'House notice',
    help: 'a line of your own in each edition',
    takes: { is: 'text', maxLength: 300, lines: 'one', empty: 'null' },
    initial: '',
    example: 'The newsroom is open to visitors on Saturday.',
  },
  houseNoticeUrl: {
    column: 'house_notice_url',
    label: 'Link of the house notice',
    help: 'the page to which the house notice leads; if empty, it is no link',
    takes: { is: 'url' },
    initial: '',
    example: 'https://paper.example/open-day',
  },
  clickCounts: {
    column: 'click_counts',
    label: 'Count clicks',
    help: 'links to stories lead through Reveille, which counts clicks for each story and never for each reader',
    takes: { is: 'switch' },
    initial: 'off',
    example: 'on',
  },
  utm: {
    column: 'utm',
    label: 'UTM parameters',
    help: 'links to stories of own outlets carry utm_ parameters',
    takes: { is: 'switch' },
    initial: 'off',
    example: 'on',
  },
  replyTo: {
    column: 'reply_to',
    label: 'Reply address',
    help: 'the address that gets the replies of readers; if empty, the sender’s',
    takes: { is: 'address' },
    initial: '',
    example: 'editors@paper.example',
  },
  unsubscribeAddress: {
    column: 'unsubscribe_address',
    label: 'Address for unsubscribing by mail',
    help: 'its mail must go to "reveille receive"',
    takes: { is: 'tokenAddress', token: 'reader' },
    initial: 'off',
    example: 'unsubscribe@paper.example',
  },
  bounceAddress: {
    column: 'bounce_address',
    label: 'Address for returned mail',
    help: 'its mail must go to "reveille receive"; it has the domain of the From address',
    takes: { is: 'tokenAddress', token: 'return' },
    initial: 'off',
    example: 'bounces@paper.example',
  },
} as const satisfies SettingGroup;
