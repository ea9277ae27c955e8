import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AUDIT_SENTENCES, sentenceOf } from '../../src/domain/auditActions.ts';

const SOURCES = globSync('src/**/*.ts', { exclude: (path) => path.includes('/web/desk/audit') }).map((path) =>
  readFileSync(path, 'utf8'),
);

test('every action that SQL writes into the log by itself has a sentence; the compiler checks the others', () => {
  const written = SOURCES.flatMap((source) => [
    ...source.matchAll(/insert into audit_log \(actor, action,[^)]*\)\s*select '[^']*', '([^']*)'/g),
  ]).map(([, action]) => action!);
  expect(written).toContain('pause');
  expect(written.filter((action) => !Object.hasOwn(AUDIT_SENTENCES, action))).toEqual([]);
  const inserts = SOURCES.join('\n').match(/insert into audit_log|insertInto\('audit_log'\)/g) ?? [];
  // recordAudit's own, that of refused sign-ins, whose actions have the type of the table, and those above.
  expect(inserts).toHaveLength(written.length + 2);
});

/** Former versions wrote these. */
const FORMER = ['subscribers.retention'];

test('every sentence is of an action that the code writes, or wrote', () => {
  const code = SOURCES.filter((source) => !source.includes('AUDIT_SENTENCES = {')).join('\n');
  const unwritten = Object.keys(AUDIT_SENTENCES).filter((action) => !code.includes(`'${action}'`));
  // The desk puts these together: `subscriber.${action}`.
  expect(unwritten).toEqual(['subscriber.unsubscribe', ...FORMER]);
});

test('a sentence follows its details, and an action of another version stays as it is', () => {
  expect(sentenceOf('send', { isRehearsal: true })).toBe('started a rehearsal of {edition}');
  expect(sentenceOf('send', {})).toBe('started the send of {edition}');
  expect(sentenceOf('rate', { perSecond: null })).toBe('removed the rate limit of {edition}');
  expect(sentenceOf('toString', {})).toBe('toString');
});
