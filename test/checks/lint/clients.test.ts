import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { tellClients } from '../../../src/checks/lint/clients.ts';
import { buildDigest } from '../../../src/render/digest.ts';
import { deps, makeLoaded, makeStories } from '../../render/support.ts';

const told = (html: string) =>
  Object.fromEntries(tellClients(load(html), html).map(({ client, does }) => [client, does]));

test('of our own mail, the lint says what each mail program does to it', async () => {
  const { html } = await buildDigest(deps, makeLoaded(makeStories(14)), { isRehearsal: false });
  const says = told(html);
  expect(says['Apple Mail']).toBe('shows the mail as written, in light and dark.');
  expect(says['Gmail']).toMatch(/^keeps the style sheets.*ignores our dark colours/);
  expect(says['Outlook.com']).toContain('give the dark colours of the theme');
  expect(says['Outlook for Windows']).toMatch(/ignores max-width, .*tables in conditional comments/);
  expect(says['Samsung Email']).toMatch(/^shows our dark colours.*which is 560 pixels\.$/);
});

test('of a mail without these rules, it says what is lost', () => {
  const says = told('<table width="900"><tr><td style="float:left;border-radius:3px">Text</td></tr></table>');
  expect(says['Apple Mail']).toContain('no dark colours of its own');
  expect(says['Gmail']).toContain('finds no dark colours');
  expect(says['Outlook.com']).toContain('by its own choice');
  expect(says['Outlook for Windows']).toMatch(/ignores float, border-radius.*as wide as the window/);
  expect(says['Samsung Email']).toMatch(/^darkens the mail by its own choice.*900 pixels/);
});

test('a style sheet that Gmail drops, and rules for Gmail alone, are told', () => {
  const long = told(`<style>${'.a{color:red}'.repeat(700)}</style>`);
  expect(long['Gmail']).toContain('drops a style sheet of 9100 characters');
  expect(told('<style>u + .body .a { color: red }</style>')['Gmail']).toContain('rules that begin with “u +”');
});
