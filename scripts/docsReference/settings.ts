import { flagsOf, SETTING_GROUPS, SETTINGS, type SettingKey } from '../../src/editions/newsletters/settings.ts';
import { describeTakes } from '../../src/editions/newsletters/settings/takes.ts';
import { plain, table } from './markdown.ts';

function rowOf(key: SettingKey): string[] {
  const { label, help, takes, initial, example } = SETTINGS[key];
  const standard = initial === null ? 'required' : initial === '' ? 'none' : `\`${initial}\``;
  return [
    label,
    `\`${flagsOf(key)}\``,
    `\`${key}\``,
    plain(help),
    plain(describeTakes(takes)),
    standard,
    `\`${example}\``,
  ];
}

const HEADINGS = ['setting', 'option', 'key', 'what it does', 'accepts', 'default', 'example'];

/** docs/reference/settings.md, from the table of settings. */
export function describeSettings(): string {
  const groups = SETTING_GROUPS.map(({ title, keys }) => `## ${title}\n\n${table(HEADINGS, keys.map(rowOf))}`);
  return `# Settings of a newsletter

\`reveille newsletters set SLUG\` changes them by their options, and prints them all if no option is given. \`newsletters add\` takes
the same options. The desk has them on the pages “Settings” and “Sign-up” of the newsletter. The key is the name of the setting
in \`newsletters list --json\` and of its field on the desk. If a value is refused, nothing is stored, and the error names each refused
setting with what it accepts.

The table is \`src/editions/newsletters/settings.ts\`. A new setting is one entry there, the column of its value (a migration and
\`src/platform/db/tables/newsletters.ts\`), and the code that uses it.

${groups.join('\n')}`;
}
