import type { Newsletter } from './newsletters.ts';
import { optionOf, SETTING_KEYS, SETTINGS, type SettingKey } from './settings.ts';
import { toJson, writeStored } from './settings/stored.ts';

/** A newsletter as `--json` prints it: its slug, every setting by its key, the sender's name, and whether it is the sample. */
export function toRecord(newsletter: Newsletter): Record<string, unknown> {
  const settings = SETTING_KEYS.map((key) => [key, toJson(SETTINGS[key], newsletter)]);
  const { slug, from_name, is_sample } = newsletter;
  return { slug, ...Object.fromEntries(settings), fromName: from_name, sample: is_sample };
}

/** The value of a setting as people type it, on the command line and in forms. */
export function writeSetting(newsletter: Newsletter, key: SettingKey): string {
  return writeStored(SETTINGS[key], newsletter);
}

const OPTION_WIDTH = Math.max(...SETTING_KEYS.map((key) => optionOf(key).length));

/** Every setting with its value, one a line: `--at  05:30`. Line ends in a value become spaces. */
export function listSettings(newsletter: Newsletter): string {
  const value = (key: SettingKey): string => writeSetting(newsletter, key).replaceAll('\n', ' ') || '""';
  return SETTING_KEYS.map((key) => `${optionOf(key).padEnd(OPTION_WIDTH)}  ${value(key)}`).join('\n');
}
