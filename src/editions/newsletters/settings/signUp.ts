import type { SettingGroup } from './setting.ts';

/** What people read when they sign up, and which sign-ups are taken. */
export const SIGN_UP = {
  signUpHeading: {
    column: 'sign_up_heading',
    label: 'Heading of the sign-up form',
    help: 'above the form; if empty, the name of the newsletter',
    takes: { is: 'text', maxLength: 100, lines: 'one', empty: 'null' },
    initial: '',
    example: 'Daily Headlines',
  },
  signUpPromise: {
    column: 'sign_up_promise',
    label: 'Text of the sign-up form',
    help: 'one or two sentences on what readers get; if empty, the description of the newsletter',
    takes: { is: 'text', maxLength: 300, lines: 'many', empty: 'null' },
    initial: '',
    example: 'The stories of the day, each morning.',
  },
  signUpButton: {
    column: 'sign_up_button',
    label: 'Button of the sign-up form',
    help: 'for example "Sign up now"; if empty, a text with the name of the newsletter',
    takes: { is: 'text', maxLength: 60, lines: 'one', empty: 'null' },
    initial: '',
    example: 'Sign up now',
  },
  signUpSites: {
    column: 'sign_up_sites',
    label: 'Sites whose scripts send sign-ups',
    help: 'sites whose own scripts send sign-ups, separated by commas; the sign-up block, a plain form and a link need no entry',
    takes: { is: 'sites', max: 50 },
    initial: '',
    example: 'https://paper.example',
  },
  disposable: {
    column: 'disposable_addresses',
    label: 'Disposable addresses',
    help: 'what happens to sign-ups from throw-away mailboxes: "off" (accepted), "warn" (accepted after a warning) or "refuse"',
    takes: { is: 'choice', of: ['off', 'warn', 'refuse'] },
    initial: 'off',
    example: 'warn',
  },
  pendingDays: {
    column: 'pending_days',
    label: 'Days until an unconfirmed sign-up is deleted',
    help: 'all data of a sign-up that is not confirmed is deleted after this many days',
    takes: { is: 'whole', min: 3, max: 90 },
    unit: 'days',
    initial: '7',
    example: '10',
  },
} as const satisfies SettingGroup;
