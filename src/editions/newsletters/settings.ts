import { MAIL } from './settings/mail.ts';
import { SCHEDULE } from './settings/schedule.ts';
import { SENDER } from './settings/whoSends.ts';
import type { Setting, SettingGroup } from './settings/setting.ts';
import { SLOTS } from './settings/sponsorAndHouse.ts';
import { SIGN_UP } from './settings/signUp.ts';
import { STORIES } from './settings/stories.ts';
import { describeTakes, describeValue, placeholderOf } from './settings/takes.ts';

/**
 * Every setting of a newsletter: one entry each. The schema, the options of `newsletters add` and `newsletters set`, the
 * JSON, the forms of the desk and docs/reference/settings.md are made from this table. It holds plain data and imports no
 * package, so that `--help` stays quick.
 */
const TABLE = { ...SENDER, ...SCHEDULE, ...STORIES, ...MAIL, ...SLOTS, ...SIGN_UP } as const;

export type SettingKey = keyof typeof TABLE;

export const SETTINGS: Readonly<Record<SettingKey, Setting>> = TABLE;

const keysOf = (group: SettingGroup): SettingKey[] => Object.keys(group) as SettingKey[];

export const SETTING_KEYS: readonly SettingKey[] = keysOf(SETTINGS);

export const SIGN_UP_GROUP = { title: 'Sign-up', keys: keysOf(SIGN_UP) };

const SPONSOR_KEYS = keysOf(SLOTS).filter((key) => key.startsWith('sponsor'));
const HOUSE_KEYS = keysOf(SLOTS).filter((key) => key.startsWith('house'));

/** The groups of the reference and of the desk's pages. */
export const SETTING_GROUPS: readonly { title: string; keys: readonly SettingKey[] }[] = [
  { title: 'Sender', keys: keysOf(SENDER) },
  { title: 'Schedule', keys: keysOf(SCHEDULE) },
  { title: 'Stories', keys: keysOf(STORIES) },
  { title: 'Mail', keys: keysOf(MAIL) },
  { title: 'Sponsor', keys: SPONSOR_KEYS },
  { title: 'House notice', keys: HOUSE_KEYS },
  SIGN_UP_GROUP,
];

/** The settings of the desk's sign-up page. */
export const SIGN_UP_KEYS: readonly SettingKey[] = [...keysOf(SIGN_UP), 'privacyUrl'];

/** A value as people or programs give it: text, a number, or a list. */
export type SettingInput = string | number | readonly (string | number)[];
/** What is wrong with each refused setting: "must be …", or a sentence. */
export type SettingProblems = { readonly [Key in SettingKey]?: string };

export type NewsletterSettings = { readonly [Key in SettingKey]?: SettingInput | undefined };

/** `--house-notice` for `houseNotice`. */
export function optionOf(key: SettingKey): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `--house-notice <text>` */
export function flagsOf(key: SettingKey): string {
  const { takes, unit } = SETTINGS[key];
  return `${optionOf(key)} <${placeholderOf(takes, unit)}>`;
}

/** What a setting accepts, and its default if it has one: "a whole number from 1 to 40; default: 10". For a field's hint. */
export function describeAccepted(key: SettingKey): string {
  const { takes, initial } = SETTINGS[key];
  return `${describeValue(takes)}${initial ? `; default: ${initial}` : ''}`;
}

/** What a setting does, what it accepts, and its default if it has one: for an option's help. */
export function describeSetting(key: SettingKey): string {
  const { help, takes, initial } = SETTINGS[key];
  return `${help} (${describeTakes(takes)}${initial ? `; default: ${initial}` : ''})`;
}
