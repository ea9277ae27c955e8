import { expect, test } from 'vitest';
import { agencyOfByline } from '../../../src/newsroom/ingest/agencyNames.ts';
import { splitCredit } from '../../../src/newsroom/ingest/credit.ts';
import { splitDateline } from '../../../src/newsroom/ingest/dateline.ts';
import { parseDate } from '../../../src/newsroom/ingest/dates/dates.ts';
import { linkKey, storyUrl } from '../../../src/newsroom/ingest/links.ts';
import { cleanByline } from '../../../src/newsroom/ingest/bylines.ts';

test.each([
  ['Tue, 03 Nov 2026 08:00:00 EST', '2026-11-03T13:00:00.000Z'],
  ['Tue, 03 Nov 2026 08:00 PDT', '2026-11-03T15:00:00.000Z'],
  ['03 Nov 26 08:00 GMT', '2026-11-03T08:00:00.000Z'],
  ['3 November 1998 8:05 UT', '1998-11-03T08:05:00.000Z'],
  ['Friday, 03 Nov 2026 08:00:00 +0530', '2026-11-03T02:30:00.000Z'],
  [' \n Tue,  03 NOV 2026 08:00:00 Z\n', '2026-11-03T08:00:00.000Z'],
  ['2026-11-03T08:00:00.123456-05:00', '2026-11-03T13:00:00.123Z'],
  ['2026-11-03 08:00:00Z', '2026-11-03T08:00:00.000Z'],
  ['2026-11-03', '2026-11-03T00:00:00.000Z'],
  ['Tue Nov  3 08:00:00 2026', '2026-11-03T08:00:00.000Z'],
  ['November 3, 2026 5:10 PM EST', '2026-11-03T22:10:00.000Z'],
  ['Di, 03 Dez 2026 08:00:00 +0100', '2026-12-03T07:00:00.000Z'],
  ['yesterday-ish', null],
  ['30 Feb 2026 10:00 GMT', null],
  ['2026-13-01', null],
  ['Tue, 03 Nov 2026 08:00 XYZT', null],
  ['', null],
])('the date %j is %j', (text, expected) => {
  expect(parseDate(text)).toBe(expected);
});

test.each([
  ['PORT ELM (Elm News Service) \u2014 The', 'PORT ELM', 'Elm News Service', 'The'],
  ['OAKTON, Nov 3 (Reuters) - The', 'OAKTON', 'Reuters', 'The'],
  ['ST. ELM, Fla. \u2014 The', 'ST. ELM, Fla.', null, 'The'],
  ['Oakton (dpa) \u2013 The', 'Oakton', 'dpa', 'The'],
  ['(Reuters) - The', null, 'Reuters', 'The'],
  ['OAKTON, June 3 /PRNewswire/ -- The', 'OAKTON', 'PRNewswire', 'The'],
  ['BREAKING \u2014 The', null, null, 'BREAKING \u2014 The'],
  ['EU \u2013 US talks', null, null, 'EU \u2013 US talks'],
  ['A mayor \u2014 the first \u2014 spoke', null, null, 'A mayor \u2014 the first \u2014 spoke'],
  ['(Not an agency) The', null, null, '(Not an agency) The'],
  ['OAKTON, Ukraine (AP) \u2014 The', 'OAKTON, Ukraine', 'AP', 'The'],
  ['OAKTON, Maine (AP) \u2014 The', 'OAKTON, Maine', 'AP', 'The'],
  ['OAKTON, March 29 (Reuters) - The', 'OAKTON', 'Reuters', 'The'],
  ['Oakton, 3 mar (EFE).- El', 'Oakton', 'EFE', 'El'],
  ['Oakton (dpa/lnw) - Die', 'Oakton', 'dpa/lnw', 'Die'],
  ['OAKTON, March 3. /TASS/. The', 'OAKTON', 'TASS', 'The'],
  ['New Elm [India], March 3 (ANI): The', 'New Elm', 'ANI', 'The'],
  ['OAKTON \u2014 (TNS) The', 'OAKTON', 'TNS', 'The'],
  ['Oakton (CNN)The', 'Oakton', 'CNN', 'The'],
  ['OAKTON (AP) _ The', 'OAKTON', 'AP', 'The'],
  ['ISLAMABAD: The', 'ISLAMABAD', null, 'The'],
  ['RANKED: The', null, null, 'RANKED: The'],
  ['By Ada Quill, Elm Gazette (TNS) OAKTON \u2014 The', 'OAKTON', 'TNS', 'The'],
  ['\u3010\u4eac\u90fd\uff1d\u5171\u540c\u3011\u672c\u6587', '\u4eac\u90fd', '\u5171\u540c', '\u672c\u6587'],
])('the dateline of %j', (text, dateline, agency, rest) => {
  expect(splitDateline(text)).toEqual({ dateline, agency, rest });
});

test.each([
  [
    'Ferry at dawn. (Lee Lens/POOL/AFP via Getty Images/TNS)',
    'Ferry at dawn.',
    'Lee Lens/POOL/AFP via Getty Images/TNS',
  ],
  ['Ferry at dawn. Photograph: Lee Lens/AP', 'Ferry at dawn.', 'Lee Lens/AP'],
  ['Ferry at dawn. Lee Lens/Reuters', 'Ferry at dawn.', 'Lee Lens/Reuters'],
  ['Ferry (Photo: Lee Lens)', 'Ferry', 'Lee Lens'],
  ['Ferry at dawn. (AP Photo/Lee Lens, File)', 'Ferry at dawn.', 'AP Photo/Lee Lens, File'],
  ['Ferry at dawn. REUTERS/Lee Lens/File Photo', 'Ferry at dawn.', 'REUTERS/Lee Lens/File Photo'],
  ['Ferry at dawn. EFE/EPA/LEE LENS', 'Ferry at dawn.', 'EFE/EPA/LEE LENS'],
  ['Ferry at dawn. Photographer: Lee Lens/Bloomberg', 'Ferry at dawn.', 'Lee Lens/Bloomberg'],
  ['Ferry at dawn. (Lee Lens)', 'Ferry at dawn.', 'Lee Lens'],
  ['Ferry at dawn. (Lee Lens, Elm Gazette)', 'Ferry at dawn.', 'Lee Lens, Elm Gazette'],
  ['Ferry at dawn. Lee Lens for The Elm Gazette', 'Ferry at dawn.', 'Lee Lens for The Elm Gazette'],
  ['Ferry at dawn / Getty Images', 'Ferry at dawn', 'Getty Images'],
  ['Ferry at dawn. | Lee Lens/Elm Gazette', 'Ferry at dawn.', 'Lee Lens/Elm Gazette'],
  ['Ferry at dawn. (U.S. Navy photo by Lee Lens)', 'Ferry at dawn.', 'U.S. Navy photo by Lee Lens'],
  ['Getty Images', null, 'Getty Images'],
  ['Ferry (built in Elm)', 'Ferry (built in Elm)', null],
  ['Of the two. Win/Loss', 'Of the two. Win/Loss', null],
  ['The mayor (left) speaks (again)', 'The mayor (left) speaks (again)', null],
])('the credit of %j', (text, caption, credit) => {
  expect(splitCredit(text)).toEqual({ caption, credit });
});

test('bylines lose their "By" and their addresses', () => {
  expect(cleanByline('By Ada Quill')).toBe('Ada Quill');
  expect(cleanByline('ada@gazette.example (Ada Quill)')).toBe('Ada Quill');
  expect(cleanByline('Ada Quill <ada@gazette.example>')).toBe('Ada Quill');
  expect(cleanByline('ada@gazette.example')).toBeNull();
  expect(agencyOfByline('Ada Quill, Associated Press')).toBe('Associated Press');
  expect(agencyOfByline('Ada Reuters-Quill')).toBeNull();
  expect(agencyOfByline('Ada Quill, Elm Gazette (TNS)')).toBe('TNS');
  expect(agencyOfByline('Associated Press writer Ada Quill')).toBe('Associated Press');
  expect(agencyOfByline('Reuters Staff')).toBe('Reuters');
});

test('a link loses what only tracks, and keeps its spelling otherwise', () => {
  expect(storyUrl('https://a.example/x?utm_source=rss&id=3&fbclid=z')).toBe('https://a.example/x?id=3');
  expect(storyUrl('http://a.example')).toBe('http://a.example');
  expect(storyUrl('https://user:secret@a.example/x')).toBe('https://a.example/x');
  expect(linkKey('http://a.example/x/?utm_medium=m#top')).toBe(linkKey('https://a.example/x'));
});

test.each([
  ['12 december 2025 10:30', '2025-12-12T10:30:00.000Z'],
  ['zo, 01 mrt 2026 08:00:00 +0100', '2026-03-01T07:00:00.000Z'],
  ['su 2. marraskuuta 2025 klo 9.05', '2025-11-02T09:05:00.000Z'],
  ['Ma, 03 Marras 2025 10:00:00 +0200', '2025-11-03T08:00:00.000Z'],
  ['Mon,02 Nov 2026 10:00:00 GMT', '2026-11-02T10:00:00.000Z'],
  ['Mon, 02 Nov 2026 10:00:00 MET', '2026-11-02T09:00:00.000Z'],
  ['Mon, 06 Jul 2026 10:00:00 MEST', '2026-07-06T08:00:00.000Z'],
  ['Mon, 02 Nov 2026 10:00:00 Etc/GMT', '2026-11-02T10:00:00.000Z'],
  ['Mon, 02 Nov 2026 10:00:00 America/Toronto', '2026-11-02T15:00:00.000Z'],
  ['pon, 02 lis 2026 10:00:00 +0100', '2026-11-02T09:00:00.000Z'],
  ['2 ноября 2026 г., 10:00', '2026-11-02T10:00:00.000Z'],
  ['pondělí 2. listopadu 2026 10:00', '2026-11-02T10:00:00.000Z'],
  ['2 Kasım 2026 Pazartesi 14:30', '2026-11-02T14:30:00.000Z'],
  ['lundi 2 novembre 2026 à 10h30', '2026-11-02T10:30:00.000Z'],
  ['2 de noviembre de 2026', '2026-11-02T00:00:00.000Z'],
  ['Δευ, 02 Νοε 2026 10:00:00 +0200', '2026-11-02T08:00:00.000Z'],
  ['٢ نوفمبر ٢٠٢٦', '2026-11-02T00:00:00.000Z'],
  ['2026年11月2日(月) 15時30分', '2026-11-02T15:30:00.000Z'],
  ['2026年11月2日 下午 3:05', '2026-11-02T15:05:00.000Z'],
  ['2026년 11월 2일 오후 3:05', '2026-11-02T15:05:00.000Z'],
  ['2026. 11. 2. 10:00', '2026-11-02T10:00:00.000Z'],
  ['02.11.2026 10:00', '2026-11-02T10:00:00.000Z'],
  ['11/30/2026 3:07 PM', '2026-11-30T15:07:00.000Z'],
  ['30/11/2026 15:07', '2026-11-30T15:07:00.000Z'],
  ['2026-11-2 7:05', '2026-11-02T07:05:00.000Z'],
  ['Mon Nov 02 2026 10:00:00 GMT+0100 (Central European Standard Time)', '2026-11-02T09:00:00.000Z'],
])('the date %j is read', (text, expected) => {
  expect(parseDate(text)).toBe(expected);
});

test('a name that means two months is the one whose weekday fits', () => {
  // "lis" is November in Polish and October in Croatian; 5 October 2026 is a Monday.
  expect(parseDate('pon, 05 lis 2026 10:00')).toBe('2026-10-05T10:00:00.000Z');
  expect(parseDate('czw, 05 lis 2026 10:00')).toBe('2026-11-05T10:00:00.000Z');
});

test.each(['03/04/2026', '31 Feb 2026', 'ten minutes ago', '10:30', 'Marr 2026'])('%j is no date', (text) => {
  expect(parseDate(text)).toBeNull();
});
