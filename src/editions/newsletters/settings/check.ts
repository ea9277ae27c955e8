import type { Insertable } from 'kysely';
import type { Newsletters } from '../../../platform/db/tables/newsletters.ts';
import {
  optionOf,
  SETTING_KEYS,
  SETTINGS,
  type NewsletterSettings,
  type SettingKey,
  type SettingProblems,
} from '../settings.ts';
import { schemaOf } from './schemas.ts';
import { toColumns } from './stored.ts';

export type Checked =
  | { columns: Partial<Insertable<Newsletters>>; problems: null }
  | { columns: null; problems: SettingProblems };

const SCHEMAS = Object.fromEntries(SETTING_KEYS.map((key) => [key, schemaOf(SETTINGS[key].takes)]));

/** Checks the given settings against the table. Returns the columns to store, or what is wrong with each of them. */
export async function checkSettings(input: NewsletterSettings): Promise<Checked> {
  const columns: Record<string, unknown> = {};
  const problems: Partial<Record<SettingKey, string>> = {};
  for (const key of SETTING_KEYS) {
    if (input[key] === undefined) continue;
    const checked = await SCHEMAS[key]!.safeParseAsync(input[key]);
    if (checked.success) Object.assign(columns, toColumns(SETTINGS[key], checked.data));
    else problems[key] = checked.error.issues[0]?.message ?? 'is wrong';
  }
  return Object.keys(problems).length > 0 ? { columns: null, problems } : { columns, problems: null };
}

/** "--canary: must be a number from 0 to 50." for each problem. */
export function sayProblems(problems: SettingProblems): string {
  const found = SETTING_KEYS.flatMap((key) => (problems[key] === undefined ? [] : [[key, problems[key]] as const]));
  return found.map(([key, problem]) => `${optionOf(key)}: ${problem.replace(/\.$/, '')}.`).join(' ');
}
