import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, messageOf } from '../../src/domain/errors.ts';
import { optionalText, readForm, text, texts } from '../../src/web/forms.ts';
import type { WebEnv } from '../../src/web/web.ts';

const TestForm = z.object({
  name: text,
  note: optionalText,
  ticked: texts,
  sure: text.pipe(z.literal(['', 'yes'], 'Tick the box.')),
});

const app = new Hono<WebEnv>();
app.post('/', async (c) => c.json(await readForm(c, TestForm)));
app.onError((error, c) => c.json({ code: codeOf(error), message: messageOf(error) }, 422));

async function post(body: RequestInit['body'], type?: string): Promise<unknown> {
  const headers = type === undefined ? {} : { 'content-type': type };
  return (await app.request('/', { method: 'POST', body: body ?? null, headers })).json();
}

const EMPTY = { name: '', ticked: [], sure: '' };

test('of a repeated field the last value counts, and all of a list', async () => {
  const fields = new URLSearchParams('name=a&name=b&note=&ticked=1&ticked=2');
  const expected = { name: 'b', note: '', ticked: ['1', '2'], sure: '' };
  expect(await post(fields)).toEqual(expected);
  const multipart = new FormData();
  for (const [name, value] of fields) multipart.append(name, value);
  expect(await post(multipart)).toEqual(expected);
  expect(await post(JSON.stringify({ name: 'b', note: '', ticked: ['1', '2'] }), 'application/json')).toEqual(expected);
});

test('what is no text counts as missing: files, numbers, objects, another type of body, no body', async () => {
  const multipart = new FormData();
  multipart.append('name', new File(['x'], 'x.txt'));
  multipart.append('ticked', new File(['x'], 'x.txt'));
  expect(await post(multipart)).toEqual(EMPTY);
  const json = JSON.stringify({ name: 5, note: { a: 1 }, ticked: [1, null], sure: null });
  expect(await post(json, 'application/json')).toEqual(EMPTY);
  expect(await post('name=a', 'text/plain')).toEqual(EMPTY);
  expect(await post(null)).toEqual(EMPTY);
});

test('a body that cannot be read, and a field that is refused, are errors with a sentence', async () => {
  const unreadable = { code: 'INVALID_INPUT', message: 'The form could not be read.' };
  expect(await post('{"name":', 'application/json')).toEqual(unreadable);
  expect(await post('--x\r\nnothing', 'multipart/form-data; boundary=x')).toEqual(unreadable);
  const noObject = { code: 'INVALID_INPUT', message: 'The body must be an object of fields.' };
  for (const body of ['[1]', '"text"', 'null', '5']) expect(await post(body, 'application/json')).toEqual(noObject);
  expect(await post(new URLSearchParams('sure=no'))).toEqual({ code: 'INVALID_INPUT', message: 'Tick the box.' });
});
