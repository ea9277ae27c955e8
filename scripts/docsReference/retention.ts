import { NOT_OURS } from '../../src/domain/retention.ts';
import { RULES } from '../../src/platform/retentionSettings.ts';
import { table } from './markdown.ts';

/** The page of retention, from src/domain/retention.ts. */
export function describeRetention(): string {
  const rows = RULES.map(([name, { title, kept, why, tables }]) => [
    title,
    `\`${name}\``,
    kept.kind === 'days'
      ? `${kept.days} days (${kept.least} to ${kept.most})`
      : kept.kind === 'other'
        ? kept.until
        : 'always',
    why,
    tables.map((each) => `\`${each}\``).join(', '),
  ]);
  return `# Retention

This page says how long each kind of row is kept. \`reveille retention NAME --days N\` and the desk’s page “Retention” change a
number of days, for the whole installation. The table is \`src/domain/retention.ts\`. [The guide](../guides/retention.md) says how
rows are removed.

${table(['what', 'name', 'kept', 'why', 'tables'], rows)}
Not in the database:

${NOT_OURS.map(({ title, kept }) => `- ${title}: ${kept}`).join('\n')}
`;
}
