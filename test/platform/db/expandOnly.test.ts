import { expect, test } from 'vitest';
import { listMigrations, readMigration } from '../../../src/platform/db/migrate.ts';

const TAKES_AWAY = [
  /\bdrop\s+(?:table|column|view|type|sequence|schema)\b/i,
  /\brename\s+(?:to|column|constraint|value)\b/i,
  /\bset\s+not\s+null\b/i,
  /^(?:truncate|delete from)\b/i,
];

/** What would make an older version fail: what is taken away, and a new column that it does not fill. */
function takenAwayBy(text: string): string[] {
  // A function's body runs later, for rows of its own.
  const code = text.replaceAll(/--.*$/gm, '').replaceAll(/\$\$.*?\$\$/gs, '');
  const statements = code.split(';').map((statement) => statement.replaceAll(/\s+/g, ' ').trim());
  return statements.filter((statement) => {
    if (TAKES_AWAY.some((pattern) => pattern.test(statement))) return true;
    const unfilled = statement
      .split(/,(?![^(]*\))/)
      .some(
        (part) =>
          /\badd column\b/i.test(part) && /\bnot null\b/i.test(part) && !/\bdefault\b|\bgenerated\b/i.test(part),
      );
    const [, dropped] = /\bdrop constraint (?:if exists )?(\w+)/i.exec(statement) ?? [];
    // Widened: dropped, and added again with more values.
    return unfilled || (dropped !== undefined && !code.includes(`add constraint ${dropped}`));
  });
}

test('every migration only adds, so that the version before works on its tables', async () => {
  for (const name of await listMigrations()) expect([name, takenAwayBy(await readMigration(name))]).toEqual([name, []]);
});

test('what takes something away is found', () => {
  for (const statement of [
    'alter table editions drop column note',
    'alter table editions rename column note to words',
    'drop table items',
    'alter table editions alter column note set not null',
    'alter table editions add column a integer not null default 1, add column b text not null',
    'alter table outbox drop constraint outbox_kind_check',
    'delete from outbox',
  ])
    expect(takenAwayBy(`-- only expands\n${statement};`)).toEqual([statement]);
});
