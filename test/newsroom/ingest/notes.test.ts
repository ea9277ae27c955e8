import { expect, test } from 'vitest';
import { parseFeedStories, parsePageStory } from '../../support/readers.ts';
import { parseFeed } from '../../../src/newsroom/ingest/feed/feed.ts';
import { embargoInstant, readInstructions } from '../../../src/newsroom/ingest/notes.ts';
import { splitOpening } from '../../../src/newsroom/ingest/opening.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const item = (inside: string): string =>
  `<rss version="2.0" xmlns:m="http://search.yahoo.com/mrss/"><channel><item><title>Ferry</title><link>https://gazette.example/a</link>${inside}</item></channel></rss>`;

test.each([
  ['EDS: UPDATES with quotes. CREDIT MANDATORY. OAKTON (AP) — The ferry sails.', 'OAKTON', 'The ferry sails.'],
  ['(EDS: CREDIT MANDATORY) The ferry sails.', null, 'The ferry sails.'],
  ['Eds: Adds details throughout. The ferry sails.', null, 'The ferry sails.'],
  ['OAKTON (AP) — EDS: JAPAN OUT.', 'OAKTON', ''],
  ['Note to editors: pictures follow. The ferry sails.', null, 'The ferry sails.'],
])('what %j tells editors is parted from what it tells readers', (text, dateline, rest) => {
  expect(splitOpening(text)).toMatchObject({ dateline, rest });
});

test('a note to readers stays', () => {
  const text = 'Editor’s note: this story was corrected. The ferry sails.';
  expect(splitOpening(text)).toMatchObject({ rest: text, notes: [] });
});

test.each([
  ['UNTIL 00:01 GMT, WEDNESDAY, MARCH 29, 2023', '2023-03-29T00:01:00.000Z'],
  ['until 12:00 p.m. ET, March 29, 2023', '2023-03-29T16:00:00.000Z'],
  ['until noon ET on Jan. 3, 2024', '2024-01-03T17:00:00.000Z'],
  ['UNTIL 5 A.M. EST 29 March 2023', '2023-03-29T10:00:00.000Z'],
  ['UNTIL 0001 GMT 29 MARCH 2023', '2023-03-29T00:01:00.000Z'],
  ['until 2023-03-29T05:00:00Z', '2023-03-29T05:00:00.000Z'],
  ['until further notice', null],
])('the embargo %j ends at %j', (text, expected) => {
  expect(embargoInstant(text)).toBe(expected);
});

test('an embargo whose end cannot be read holds; a kill in the headline withdraws', () => {
  expect(readInstructions('Ferry', ['EMBARGOED UNTIL FURTHER NOTICE']).embargoUntil).toMatch(/^9999/);
  expect(readInstructions('STORY REMOVED: Ferry sails', []).isWithdrawn).toBe(true);
  expect(readInstructions('Withdrawn ferry: what next', []).isWithdrawn).toBe(false);
});

test('a feed’s own fields say it, too: pubstatus, embargo, ednote, MRSS’s status', () => {
  const read = (inside: string): ReturnType<typeof parseFeed>['stories'][number] | undefined =>
    parseFeed(bytes(item(inside)), { url: null }).stories[0];
  expect(read('<n:pubStatus xmlns:n="x" qcode="stat:canceled"/>')?.isWithdrawn).toBe(true);
  expect(read('<m:status state="blocked"/>')?.isWithdrawn).toBe(true);
  expect(read('<pubstatus>usable</pubstatus>')?.isWithdrawn).toBe(false);
  expect(read('<embargoed>2026-11-04T06:00:00+01:00</embargoed>')?.embargoUntil).toBe('2026-11-04T05:00:00.000Z');
  expect(read('<edNote>CREDIT MANDATORY</edNote>')?.editorsNote).toBe('CREDIT MANDATORY');
});

test('notes in paragraphs and captions are kept for the desk and printed nowhere', () => {
  const feed = item(
    `<description>&lt;p&gt;EDS: JAPAN OUT&lt;/p&gt;&lt;p&gt;OAKTON (AP) — The ferry sails.&lt;/p&gt;</description>
    <m:content url="https://gazette.example/p.jpg" medium="image"><m:description>A ferry. (Lee Lens/AP) MANDATORY CREDIT; JAPAN OUT</m:description></m:content>`,
  );
  const [parsed] = parseFeed(bytes(feed), { url: null }).stories;
  expect(parsed).toMatchObject({
    summary: 'The ferry sails.',
    dateline: 'OAKTON',
    editorsNote: 'EDS: JAPAN OUT MANDATORY CREDIT; JAPAN OUT',
    image: { caption: 'A ferry.', credit: 'Lee Lens/AP' },
  });
  expect(JSON.stringify(parseFeedStories(bytes(feed), { url: null }))).not.toMatch(/JAPAN|MANDATORY/);
  const page = `<title>Ferry sails again</title><article><p>EDS: CREDIT MANDATORY</p><p>OAKTON (AP) — The ferry between the harbour and the island sails again, the council said on Monday, after a winter of repairs.</p></article>`;
  const story = parsePageStory(bytes(page), { url: null });
  expect(story.summary).toMatch(/^The ferry between/);
  expect(JSON.stringify(story)).not.toContain('MANDATORY');
});
