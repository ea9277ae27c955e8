import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agencyBeside,
  buildPreheader,
  buildSubject,
  countCharacters,
  cutText,
  flattenText,
  type Headlined,
  leadOfSubject,
  nameOfDay,
} from '../../src/editions/text.ts';

const told = (...headlines: string[]): Headlined[] => headlines.map((headline) => ({ headline, summary: '' }));

test('a subject names the lead and how many more there are', () => {
  expect(buildSubject(told('Ferries sail again', 'Tram opens', 'Pie prize'), 'en', 'Amsel')).toBe(
    'Ferries sail again, and 2 more',
  );
  expect(buildSubject(told('Ferries sail again'), 'en', 'Amsel')).toBe('Ferries sail again');
  expect(buildSubject(told('Fähren fahren', 'Straßenbahn'), 'de-AT', 'Amsel')).toBe('Fähren fahren (+1)');
  expect(buildSubject([], 'en', 'Amsel Headlines')).toBe('Amsel Headlines');
});

describe('a headline that is too long for a subject', () => {
  const [, ...more] = told('', 'Tram opens', 'Pie prize');
  const long = 'Two sailors are missing and five are hurt when the ferry Aven runs onto rocks in thick fog';
  const subjectOf = (headline: string, others: string[] = [], language = 'en'): string =>
    buildSubject([{ headline, summary: '', others }, ...more], language, 'Amsel');

  test('gives way to a shorter one of the same event', () => {
    const others = [
      'Ferry runs onto rocks, sailors missing',
      'What we know about the ferry Aven: a guide',
      'Fog today',
    ];
    expect(subjectOf(long, others)).toBe('Ferry runs onto rocks, sailors missing, and 2 more');
    expect(subjectOf(long, ['Where are the sailors of the ferry?', 'Weather: fog on the coast'])).toMatch(
      /^Two sailors/,
    );
    expect(subjectOf('Ferry sinks', ['Ferry sinks off Corvale'])).toBe('Ferry sinks, and 2 more');
  });

  test('ends with its first clause otherwise', () => {
    expect(subjectOf(long)).toBe('Two sailors are missing and five are hurt, and 2 more');
    expect(
      subjectOf('El puerto de Corvale cierra tres días tras el choque de dos barcos cargados de trigo', [], 'es'),
    ).toBe('El puerto de Corvale cierra tres días, y 2 más');
  });

  test('is used alone and uncut if it has no clause, and the newsletter’s name replaces one that is too long', () => {
    const phrase = 'Council votes to extend the tram line to the old harbour of the northern island of Corvale';
    expect(subjectOf(phrase)).toBe(phrase);
    expect(subjectOf('首相'.repeat(200))).toBe('Amsel');
    expect(cutText('首相'.repeat(2_500), 10)).toBe('首相首相首相首相首…');
  });

  test('leaves its words in the subject when other stories change', () => {
    const own = { count: 2, language: 'en', kind: 'daily' } as const;
    expect(leadOfSubject(subjectOf(long), own)).toBe('Two sailors are missing and five are hurt');
    expect(leadOfSubject('Correction: Ferry sinks, and 1 more', { ...own, count: 1, kind: 'correction' })).toBe(
      'Ferry sinks',
    );
    expect(leadOfSubject('The words of staff', own)).toBeNull();
  });
});

test('a subject never has a line break, with any headline', () => {
  expect(buildSubject(told('Ferries\r\nBcc: all@paper.example\u2028sail', 'b'), 'en', 'Amsel')).toBe(
    'Ferries Bcc: all@paper.example sail, and 1 more',
  );
});

describe('a preheader', () => {
  const day = nameOfDay({ name: 'Amsel', language: 'en' }, '2026-11-24');

  test('carries the next headlines, and summaries where these are few', () => {
    const [lead, ...more] = told('Lead', 'Tram opens after two years of work', 'Pie prize awarded to a baker of nine');
    expect(buildPreheader([lead!, ...more], 'en', day)).toBe(
      'Tram opens after two years of work · Pie prize awarded to a baker of nine',
    );
    expect(buildPreheader([{ ...lead!, summary: 'The tram is back. ' }, ...told('Tram opens')], 'en', day)).toBe(
      'Tram opens · The tram is back. · Amsel, Tuesday, November 24, 2026',
    );
    expect(buildPreheader([], 'en', day)).toBe('');
  });

  test('has whole sentences of the only story, or the first clause of a long one', () => {
    const only = (summary: string): string => buildPreheader([{ headline: 'Lead', summary }], 'en', day);
    const first = 'The harbour opened at dawn, and the queue was nine miles long.';
    expect(only(`${first} ${'The mayor thanked everybody who had waited so long. '.repeat(5)}`)).toBe(
      `${first} The mayor thanked everybody who had waited so long.`,
    );
    const clause = 'The council wants to close the old harbour of Corvale for good and to move the ferries north';
    expect(only(`${clause} after the storm of last week broke the pier, the lamps, and most of the sheds on it.`)).toBe(
      clause,
    );
    expect(only('')).toBe(day);
  });

  test('has 40 to 130 characters, with any stories', () => {
    const text = fc.array(fc.constantFrom('ferry', 'sails', 'after', 'the storm,', 'again.', 'Aven', 'in'), {
      minLength: 1,
      maxLength: 60,
    });
    const story = fc.record({ headline: text, summary: text }).map(({ headline, summary }) => ({
      headline: headline.join(' '),
      summary: summary.join(' '),
    }));
    fc.assert(
      fc.property(fc.array(story, { minLength: 1, maxLength: 6 }), (stories) => {
        const length = countCharacters(buildPreheader(stories, 'en', `${day}, from Amsel Press`));
        expect(length).toBeGreaterThanOrEqual(40);
        expect(length).toBeLessThanOrEqual(130);
      }),
    );
  });
});

test('cutting keeps within the length and never splits a visible character', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map(flattenText);
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 80 }), (whole, max) => {
      const cut = cutText(whole, max);
      expect(countCharacters(cut)).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut === whole || whole.startsWith(cut.slice(0, -1))).toBe(true);
    }),
  );
  expect(cutText('👩‍👩‍👧‍👦'.repeat(3), 3)).toBe('👩‍👩‍👧‍👦'.repeat(3));
  expect(cutText(`a${'\u0301'.repeat(5_000)} b`, 70)).toBe('…');
});

test('an agency that the byline names is not named again', () => {
  expect(agencyBeside('The Associated Press', 'Associated Press')).toBeNull();
  expect(agencyBeside('Ana Example, Corvale Wire', 'Corvale Wire')).toBeNull();
  expect(agencyBeside('Ana Wirer', 'Wire')).toBe('Wire');
  expect(agencyBeside(null, 'Wire')).toBe('Wire');
  expect(agencyBeside('Ana Example', null)).toBeNull();
});

test('a character that is counted without the segmenter is one to it, beside any other of them', () => {
  const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const simple = [...Array(0x2028).keys()]
    .map((code) => String.fromCharCode(code))
    .filter((each) => /^[ -~\u00a0-\u02ff\u2010-\u2027]$/.test(each));
  expect(simple.length).toBeGreaterThan(700);
  for (const other of ['a', ' ', '©', '\u00ad', '\u00a0', 'ʰ', '…']) {
    const text = simple.map((each) => each + other).join('');
    expect(countCharacters(text)).toBe([...segmenter.segment(text)].length);
  }
  expect(countCharacters('e\u0301👩‍👩‍👧')).toBe(2);
});
