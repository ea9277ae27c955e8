import type { SettingGroup } from './setting.ts';

/** Who sends the newsletter. */
export const SENDER = {
  name: {
    column: 'name',
    label: 'Name',
    help: 'the name of the newsletter',
    takes: { is: 'text', maxLength: 100, lines: 'one' },
    initial: null,
    example: 'Daily Headlines',
  },
  from: {
    column: 'from_address',
    label: 'From',
    help: 'the sender that readers see; an address without a name keeps the present name',
    takes: { is: 'sender' },
    initial: null,
    example: 'Daily Headlines <news@paper.example>',
  },
  description: {
    column: 'description',
    label: 'Description',
    help: 'what readers get, in one or two sentences for the sign-up page and the web edition',
    takes: { is: 'text', maxLength: 500, lines: 'many', empty: 'text' },
    initial: '',
    example: 'The stories of the day, each morning.',
  },
  language: {
    column: 'language',
    label: 'Language',
    help: 'the language of the words that Reveille adds to mails and pages, such as “Unsubscribe”',
    takes: { is: 'language' },
    initial: 'en',
    example: 'es',
  },
  legalName: {
    column: 'legal_name',
    label: 'Legal name',
    help: 'the company or person that publishes the newsletter, shown in the footer; no edition is sent to readers without it',
    takes: { is: 'text', maxLength: 200, lines: 'one', mustShow: true, empty: 'null' },
    initial: '',
    example: 'Paper Ltd',
  },
  postalAddress: {
    column: 'postal_address',
    label: 'Postal address',
    help: 'the postal address of the publisher, shown in the footer; no edition is sent to readers without it',
    takes: { is: 'text', maxLength: 500, lines: 'many', mustShow: true, empty: 'null' },
    initial: '',
    example: '1 Quay, Harbour',
  },
  privacyUrl: {
    column: 'privacy_url',
    label: 'Privacy policy',
    help: 'the page that is linked below the sign-up form and in every mail; no edition is sent to readers without it',
    takes: { is: 'url' },
    initial: '',
    example: 'https://paper.example/privacy',
  },
  imprintUrl: {
    column: 'imprint_url',
    label: 'Imprint',
    help: 'the page with the legal notice of the publisher, linked in every mail; some countries require one',
    takes: { is: 'url' },
    initial: '',
    example: 'https://paper.example/imprint',
  },
} as const satisfies SettingGroup;
