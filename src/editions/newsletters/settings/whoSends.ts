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
    help: 'the sender of the mails; without a name, the sender’s name stays',
    takes: { is: 'sender' },
    initial: null,
    example: 'Daily Headlines <news@paper.example>',
  },
  description: {
    column: 'description',
    label: 'Description',
    help: 'what readers get, for the sign-up page and the web edition',
    takes: { is: 'text', maxLength: 500, lines: 'many', empty: 'text' },
    initial: '',
    example: 'The stories of the day, each morning.',
  },
  language: {
    column: 'language',
    label: 'Language',
    help: 'the language of the words that Reveille adds to mails and pages',
    takes: { is: 'language' },
    initial: 'en',
    example: 'es',
  },
  legalName: {
    column: 'legal_name',
    label: 'Legal name',
    help: 'who sends the mail, for the footer; a relay on another machine gets no edition without it',
    takes: { is: 'text', maxLength: 200, lines: 'one', mustShow: true, empty: 'null' },
    initial: '',
    example: 'Paper Ltd',
  },
  postalAddress: {
    column: 'postal_address',
    label: 'Postal address',
    help: 'where the sender is, for the footer; a relay on another machine gets no edition without it',
    takes: { is: 'text', maxLength: 500, lines: 'many', mustShow: true, empty: 'null' },
    initial: '',
    example: '1 Quay, Harbour',
  },
  privacyUrl: {
    column: 'privacy_url',
    label: 'Privacy policy',
    help: 'the page is linked below the sign-up form and in every mail; a relay on another machine gets no edition without it',
    takes: { is: 'url' },
    initial: '',
    example: 'https://paper.example/privacy',
  },
  imprintUrl: {
    column: 'imprint_url',
    label: 'Imprint',
    help: 'the page is linked in every mail',
    takes: { is: 'url' },
    initial: '',
    example: 'https://paper.example/imprint',
  },
} as const satisfies SettingGroup;
