import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawStates, GLOSSARY, insertStates } from '../../scripts/drawStates/diagram.ts';
import * as states from '../../src/domain/states.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Two or more states side by side, as a list in code or SQL spells them out. */
const LIST = new RegExp(
  `'(${[
    ...states.EDITION_STATES,
    ...states.DELIVERY_STATES,
    ...states.OUTBOX_STATES,
    ...states.SUBSCRIPTION_STATES,
  ].join(
    '|',
  )})'\\s*,\\s*'(?:${[...states.EDITION_STATES, ...states.OUTBOX_STATES, ...states.SUBSCRIPTION_STATES].join('|')})'`,
);

/** What a row of an import asks for, in the order of caution: states among other words. */
const OTHER_LISTS = new Set(['readers/import/wishes.ts']);

test('no file but the table of states spells out a list of states', async () => {
  const found: string[] = [];
  for (const folder of ['src', 'workers'])
    for (const name of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!name.endsWith('.ts') || name === 'domain/states.ts' || OTHER_LISTS.has(name)) continue;
      const match = LIST.exec(await readFile(join(ROOT, folder, name), 'utf8'));
      if (match) found.push(`${folder}/${name}: ${match[0]}`);
    }
  expect(found).toEqual([]);
});

test('a list of states is recognised in code and in SQL', () => {
  expect(LIST.test(`where state in ('draft', 'approved')`)).toBe(true);
  expect(LIST.test(`const OPEN = ['submitting',\n  'paused'];`)).toBe(true);
  expect(LIST.test(`state = 'draft'`)).toBe(false);
});

test('the named sets agree with the legal transitions', () => {
  expect(states.editionStatesBefore('paused')).toEqual(states.SENDING);
  expect(states.editionStatesBefore('cancelled')).toEqual(
    states.EDITION_STATES.filter((state) => !states.isAnyOf(states.ENDED, state)),
  );
  for (const state of states.STARTABLE) expect(states.EDITION_TRANSITIONS[state]).toContain('preparing');
});

test('the glossary shows the diagrams of the table', async () => {
  const glossary = await readFile(GLOSSARY, 'utf8');
  expect(insertStates(glossary, drawStates())).toBe(glossary);
  expect(glossary).toContain('submitting --> paused');
});
