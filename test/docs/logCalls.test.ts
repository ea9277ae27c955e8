import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listLogCalls, splitArguments } from '../../scripts/docsReference/logCalls.ts';

test('arguments are split at commas outside of brackets and quotes', () => {
  const source = "log.warn({ a: f(1, 2), b }, x ? 'one, (' : `two ${y}, three`)";
  expect(splitArguments(source, source.indexOf('(') + 1)).toEqual([
    '{ a: f(1, 2), b }',
    "x ? 'one, (' : `two ${y}, three`",
  ]);
});

test('the list of log lines has those of every kind of call, each with a text that its file holds', () => {
  const calls = listLogCalls();
  const has = (level: string, text: string): boolean =>
    calls.some((call) => call.level === level && call.text === text);
  expect(has('warn', 'an alert is open')).toBe(true);
  expect(has('warn', 'a lease could not be renewed')).toBe(true);
  expect(has('warn', 'the queue does not answer')).toBe(true);
  expect(has('warn', 'a mail expired before it was sent')).toBe(true);
  expect(has('fatal', '… had an unhandled error')).toBe(true);
  for (const { text, file } of calls) {
    const source = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
    for (const part of text.split('…')) expect([file, part, source.includes(part)]).toEqual([file, part, true]);
  }
});
