import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { DIGEST_FORMATS } from '../../src/domain/choices.ts';
import type { Slot, Slots } from '../../src/domain/slots.ts';
import { checkSize } from '../../src/checks/lint/envelope.ts';
import { compareParts } from '../../src/checks/lint/parts.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { storedPicture } from '../support/pictures.ts';
import { deps, makeLoaded, makeStories } from './support.ts';

const sent = { isRehearsal: false };

const sponsor: Slot = {
  label: null,
  text: 'Warm coats for every weather, made in Port Aven.',
  url: 'https://coats.example/winter',
  picture: { ...storedPicture('coat'), alt: 'A yellow coat on a hook' },
  after: 2,
};
const house: Slot = {
  label: 'From the newsroom',
  text: 'The newsroom is open to visitors on Saturday.',
  url: 'https://paper.example/open-day',
  picture: { ...storedPicture('hall'), alt: 'The printing hall' },
  after: 1,
};
const mostRead = [1, 2, 3].map((number) => ({
  headline: `Yesterday’s story ${number}`,
  url: `https://paper.example/yesterday/${number}`,
  outlet: 'The Harbour Post',
}));

type Part = { slots?: Partial<Slots>; newsletter?: object; count?: number; maxBytes?: number };

async function build(format: (typeof DIGEST_FORMATS)[number], part: Part = {}) {
  const { slots = { sponsor, house, mostRead }, newsletter = {}, count = 6, maxBytes } = part;
  const loaded = makeLoaded(makeStories(count, { image: null }), { newsletter, slots });
  const options = { ...sent, variant: { format, language: 'en' }, ...(maxBytes === undefined ? {} : { maxBytes }) };
  const digest = await buildDigest(deps, loaded, options);
  return { ...digest, $: load(digest.html) };
}

test('a sponsor stands below its story in every format, labelled, in a box, and is no story', async () => {
  for (const format of DIGEST_FORMATS) {
    const { $, plain, html } = await build(format);
    const text = $('body').text();
    const places = ['part 1', 'open to visitors', 'part 2', 'Warm coats', 'part 3'].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((at) => at > 0)).toBe(true);
    const box = format === 'full' ? $('table.sponsor') : $('div.slot').last();
    expect(box).toHaveLength(1);
    expect(box.text()).toContain('Sponsored');
    expect(box.find('h1,h2,h3')).toHaveLength(0);
    expect(box.find(`a:contains("Warm coats")`).attr('href')).toBe(sponsor.url);
    expect(plain).toContain(`[ Sponsored ]\n${sponsor.text}\n${sponsor.url}\n`);
    expect(compareParts($, plain, format)).toEqual([]);
    expect(html).toContain('6 stories');
  }
});

test('its picture has its description, a link and a size, and stands in full mails only', async () => {
  const { $ } = await build('full');
  const picture = $('table.sponsor img');
  expect(picture.attr('alt')).toBe('A yellow coat on a hook');
  expect([Number(picture.attr('width')), Number(picture.attr('height'))]).toEqual([120, 80]);
  expect(picture.closest('a').attr('href')).toBe(sponsor.url);
  expect(picture.attr('src')).toMatch(/^https:\/\/news\.paper\.example\/pictures\/[0-9a-f]{32}-352\.jpg$/);
  for (const format of ['text', 'headlines'] as const) expect((await build(format)).$('img')).toHaveLength(0);
});

test('a label of the newsletter’s own replaces ours, which is in the language of the mail', async () => {
  const named = await build('full', { slots: { sponsor: { ...sponsor, label: 'Advertisement' } } });
  expect(named.$('table.sponsor').text()).not.toContain('Sponsored');
  expect(named.$('table.sponsor p').first().text()).toBe('Advertisement');
  const loaded = makeLoaded(makeStories(2), { slots: { sponsor } });
  const variant = { format: 'text', language: 'es' } as const;
  expect((await buildDigest(deps, loaded, { ...sent, variant })).plain).toContain('[ Patrocinado ]');
});

test('a slot whose story is missing stands below the last one, and a lead is never one', async () => {
  const late = await build('full', { slots: { sponsor: { ...sponsor, after: 40 } }, count: 3 });
  const text = late.$('body').text();
  expect(text.indexOf('Warm coats')).toBeGreaterThan(text.indexOf('part 3'));
  const alone = await build('full', { count: 1 });
  expect(alone.$('body').text().indexOf('Warm coats')).toBeGreaterThan(alone.$('body').text().indexOf('part 1'));
});

test('its clicks are counted as those of stories, apart from a story with the same address', async () => {
  const same = 'https://paper.example/stories/1?from=feed&n=1';
  const { $ } = await build('full', {
    newsletter: { click_counts: true },
    slots: { sponsor: { ...sponsor, url: same } },
  });
  const links = [$('table.sponsor a').first().attr('href'), $('h2 a').first().attr('href')];
  for (const link of links) expect(link).toMatch(/^https:\/\/news\.paper\.example\/r\/[\w-]{12}$/);
  expect(new Set(links)).toHaveLength(2);
});

test('the most read stories follow the others, in every format, with their outlets', async () => {
  for (const format of DIGEST_FORMATS) {
    const { $, plain } = await build(format);
    for (const { headline, url } of mostRead) {
      expect($(`a[href="${url}"]`).text()).toBe(headline);
      expect(plain).toContain(`${headline}\nThe Harbour Post\n${url}\n`);
    }
    expect($('body').text()).toContain('Most read in the last edition');
    expect((await build(format, { slots: {} })).html).not.toContain('Most read');
  }
});

test('what is no news goes before a story does: first the most read, then the slots, which is reported', async () => {
  const whole = await build('full');
  const tight = await build('full', { maxBytes: whole.bytes - 1 });
  expect([tight.html.includes('Most read'), tight.html.includes('Warm coats')]).toEqual([false, true]);
  const tighter = await build('full', { maxBytes: tight.bytes - 1 });
  expect([tighter.html.includes('Warm coats'), tighter.html.includes('open to visitors')]).toEqual([false, false]);
  expect([tighter.droppedStories, tighter.hasDroppedSlots]).toEqual([0, true]);
  expect(checkSize(tighter, 'full, en').map(({ code }) => code)).toEqual(['left-out']);
  expect(checkSize(whole, 'full, en')).toEqual([]);
});

/** A newsletter with everything on. */
const EVERYTHING = { contents: true, sign_off: 'Ada Merrin\nEditor, Port Aven', click_counts: true };

test('with every slot on, fourteen stories stay within the budget of each format', async () => {
  for (const format of DIGEST_FORMATS) {
    const { bytes, droppedStories, hasDroppedSlots } = await build(format, { newsletter: EVERYTHING, count: 14 });
    expect([droppedStories, hasDroppedSlots]).toEqual([0, false]);
    expect(bytes).toBeLessThan({ full: 80_000, text: 15_000, headlines: 15_000 }[format]);
  }
});
