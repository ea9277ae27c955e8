import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitOpening } from '../../../src/newsroom/ingest/opening.ts';
import { BUDGET, MAX_SENTENCE, readDescription } from '../../../src/newsroom/ingest/summary/description.ts';
import { extractSummary } from '../../../src/newsroom/ingest/summary/extract.ts';
import { isWhole, measure } from '../../../src/newsroom/ingest/summary/whole.ts';
import { splitSentences } from '../../../src/language/sentences.ts';
import { summarizeStory } from '../../../src/newsroom/ingest/summary/summary.ts';

/** True where `text` is a row of some of `pieces`, one behind the other. */
function isMadeOf(text: string, pieces: readonly string[]): boolean {
  const ends = new Set([0]);
  for (let at = 0; at < text.length; at++)
    if (ends.has(at)) for (const piece of pieces) if (piece && text.startsWith(piece, at)) ends.add(at + piece.length);
  return ends.has(text.length);
}

describe('sentences', () => {
  test.each([
    ['The U.S. Army moved. It stayed.', ['The U.S. Army moved.', 'It stayed.']],
    ['He left the U.S. The army stayed.', ['He left the U.S.', 'The army stayed.']],
    [
      'Gen. Ada Merrin met Lt. Col. J. R. Quarrier at 5 p.m. Tuesday. They spoke.',
      ['Gen. Ada Merrin met Lt. Col. J. R. Quarrier at 5 p.m. Tuesday.', 'They spoke.'],
    ],
    ['The ship sailed at 4 a.m. The crew slept.', ['The ship sailed at 4 a.m.', 'The crew slept.']],
    [
      'Acme Inc. bought it for $3.5 million. Nobody was told.',
      ['Acme Inc. bought it for $3.5 million.', 'Nobody was told.'],
    ],
    ['“Stop!” she cried. He stopped.', ['“Stop!” she cried.', 'He stopped.']],
    ['Er kam am 3. Mai an. Dann ging er.', ['Er kam am 3. Mai an.', 'Dann ging er.']],
    ['地震が東京を襲った。けが人はいない。', ['地震が東京を襲った。', 'けが人はいない。']],
    ['港口今晨重新开放。渡轮恢复航行！', ['港口今晨重新开放。', '渡轮恢复航行！']],
    ['هل انتهى الإضراب؟ عادت العبارات إلى العمل.', ['هل انتهى الإضراب؟', 'عادت العبارات إلى العمل.']],
  ])('of %j', (text, expected) => {
    expect(splitSentences(text)).toEqual(expected);
  });

  test('of any text hold all of it, and a torn quotation is no whole sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(splitSentences(text).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
    for (const text of ['"It was a long day.', 'He said “no.', 'And so it (as ever ended.', 'It went on…'])
      expect(isWhole(text)).toBe(false);
    for (const text of ['He said "no."', 'It ended (late).', '“Never.”', '終わった。」という。'.slice(0, 5)])
      expect(isWhole(text)).toBe(true);
  });
});

describe('an outlet’s own description', () => {
  const title = 'Ferries sail again after the harbour strike';
  test.each([
    ['is taken as it is', 'Crews voted overnight to return to work.', 'Crews voted overnight to return to work.'],
    [
      'may lack its full stop',
      'Crews voted overnight to return to work by noon',
      'Crews voted overnight to return to work by noon',
    ],
    [
      'loses the sentence that breaks off',
      'Crews voted overnight to return to work. The first ferry is…',
      'Crews voted overnight to return to work.',
    ],
    [
      'loses it without an ellipsis, too',
      'Crews voted overnight to return to work. The first ferry is',
      'Crews voted overnight to return to work.',
    ],
    ['is none where it breaks off in its only sentence', 'Crews voted overnight to return to work after the [...]', ''],
    ['is none where it stops at a little word', 'Crews voted overnight to return to work after the', ''],
    ['is none where it is the headline again', 'Ferries sail again, after the harbour strike!', ''],
    ['does not begin with the headline', `${title}. Crews voted overnight.`, 'Crews voted overnight.'],
    ['has no dateline', 'PORT AVEN (Reuters) — Crews voted overnight.', 'Crews voted overnight.'],
    [
      'has no call to click',
      'Crews voted overnight. Click here for more. Read the full story at our site.',
      'Crews voted overnight.',
    ],
    [
      'has no line about rights',
      'Crews voted overnight. © 2026 Gazette. All rights reserved.',
      'Crews voted overnight.',
    ],
    ['is none where it only calls', 'Sign up to our newsletter for daily updates.', ''],
    ['is none where it names a section', 'World news', ''],
  ])('%s', (_how, text, expected) => {
    expect(readDescription(text, title)).toBe(expected);
  });

  test('ends with a sentence that fits', () => {
    const sentence = (words: number): string => `The ${'harbour '.repeat(words)}opened.`;
    expect(readDescription([sentence(12), sentence(12), sentence(30)].join(' '), 'T')).toBe(
      `${sentence(12)} ${sentence(12)}`,
    );
    expect(readDescription(`${sentence(55)} ${sentence(3)}`, 'T')).toBe(sentence(55));
    expect(readDescription(sentence(200), 'T')).toBe('');
  });
});

describe('an extract', () => {
  const report = [
    'PORT AVEN (Meridian) — Ferries sailed again on Tuesday after crews voted to end a nine-day strike at the harbour.',
    '“We are glad,” said Odette Quarrier, who runs the union, “that it is over.”',
    'He had not slept for days. Click here to subscribe to our newsletter.',
    'The strike had kept 40,000 passengers ashore, the harbour authority said.',
    'Founded in 1901, the harbour has three quays.',
  ];
  test('is of the sentences that carry the event, in their order', () => {
    expect(extractSummary(report, 'Ferries sail again after harbour strike ends')).toBe(
      'Ferries sailed again on Tuesday after crews voted to end a nine-day strike at the harbour. ' +
        'The strike had kept 40,000 passengers ashore, the harbour authority said. ' +
        'Founded in 1901, the harbour has three quays.',
    );
  });

  test('never begins with a pronoun that nobody explained', () => {
    expect(
      extractSummary(
        ['He was tired and had not slept for days.', 'Jo Doe won the race on Monday in the rain.'],
        'Doe wins',
      ),
    ).toBe('Jo Doe won the race on Monday in the rain.');
  });

  test.each([
    [
      'Japanese',
      [
        '【東京】港のフェリーが火曜日に運航を再開した。労働組合は九日間のストライキを終えることを決めた。約四万人の乗客が影響を受けていた。',
      ],
      'フェリー運航再開',
    ],
    [
      'Chinese',
      ['渡轮周二恢复航行，此前船员投票决定结束为期九天的罢工。港务局表示，约四万名乘客受到影响。'],
      '渡轮恢复航行',
    ],
    [
      'Arabic',
      [
        'عادت العبارات إلى العمل يوم الثلاثاء بعد أن صوت الطاقم على إنهاء الإضراب. وقالت هيئة الميناء إن أربعين ألف راكب تأثروا بذلك.',
      ],
      'العبارات تعود',
    ],
  ])('is of whole sentences in %s, too', (_language, paragraphs, title) => {
    const summary = extractSummary(paragraphs, title);
    expect(summary).not.toBe('');
    expect(isWhole(summary)).toBe(true);
    expect(paragraphs[0]).toContain(splitSentences(summary).at(-1));
  });

  test('of anything is within its budget, of whole sentences, each of them in the text', () => {
    const words = fc.constantFrom(
      'harbour',
      'Ferry',
      'the',
      'U.S.',
      'Gen.',
      '(so',
      'late)',
      '"Stop"',
      '港が開いた。',
      'وصل',
      '…',
      'a.m.',
      'sailed.',
      'Why?',
    );
    const texts = fc.array(
      fc.array(words, { maxLength: 40 }).map((each) => each.join(' ')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(texts, fc.string(), (paragraphs, title) => {
        const summary = extractSummary(paragraphs, title);
        if (summary === '') return;
        expect(measure(summary)).toBeLessThanOrEqual(Math.max(BUDGET, MAX_SENTENCE));
        expect(isWhole(summary)).toBe(true);
        const bare = (text: string): string => text.replaceAll(/\s/g, '');
        const own = paragraphs.flatMap((text) => splitSentences(splitOpening(text).rest)).map(bare);
        expect(isMadeOf(bare(summary), own)).toBe(true);
      }),
    );
  });
});

test('a note to editors within a text is no sentence of its summary', () => {
  const note = 'EMBARGOED UNTIL 00:01 GMT, March 29, 2026.';
  const told = 'The council said that the bridge at Brisa closes on Friday for repairs.';
  expect(extractSummary([`So it was. ${note} ${told}`], 'Bridge closes')).toBe(told);
  expect(readDescription(`${told} ${note}`, 'Bridge closes')).toBe(told);
});

test('what a feed says itself comes first, and its text only where that is no description', () => {
  const paragraphs = ['The bridge at Brisa closes on Friday for repairs of its two towers.'];
  const own = 'Drivers have to take the ferry from Friday.';
  expect(summarizeStory('Bridge closes', { description: own, paragraphs: () => paragraphs })).toEqual({
    description: own,
    summary: own,
  });
  expect(summarizeStory('Bridge closes', { description: 'Bridge closes', paragraphs: () => paragraphs })).toEqual({
    description: '',
    summary: paragraphs[0],
  });
});

test('a description that breaks off in its only sentence is the summary where the text has none', () => {
  const description = 'Crews voted overnight to return to work after the [...]';
  const teaser = 'Crews voted overnight to return to work after the…';
  expect(summarizeStory('Ferries sail again', { description, paragraphs: () => [] }).summary).toBe(teaser);
  const paragraphs = ['Crews voted overnight to return to work after the board raised their pay by a tenth.'];
  expect(summarizeStory('Ferries sail again', { description, paragraphs: () => paragraphs })).toEqual({
    description: teaser,
    summary: paragraphs[0],
  });
});
