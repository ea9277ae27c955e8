import { describe, expect, test } from 'vitest';
import { acceptsLanguage } from '../../src/rank/languages.ts';
import { scoreStory, type StoryFacts } from '../../src/rank/score.ts';

const now = new Date('2026-11-24T12:00:00Z');
const facts: StoryFacts = {
  independentOutlets: 1,
  hasOwn: false,
  itemCount: 1,
  newestAt: new Date('2026-11-24T10:00:00Z'),
  top: null,
};

describe('scoring', () => {
  test('says in words what each part adds', () => {
    const story = {
      ...facts,
      independentOutlets: 5,
      hasOwn: true,
      top: { feedPosition: 0, outletName: 'Example Times' },
    };
    expect(scoreStory(story, now)).toEqual({
      score: 6.481,
      reasons: [
        'reported by 5 outlets (+2.1)',
        'our own story (+3.0)',
        'published 2 hours ago (+0.9)',
        'top of the feed of Example Times (+0.5)',
      ],
    });
  });

  test('halves the worth of freshness every twelve hours', () => {
    const old = { ...facts, newestAt: new Date('2026-11-24T00:00:00Z') };
    expect(scoreStory(old, now).score).toBe(0.5);
    expect(scoreStory({ ...facts, newestAt: now }, now).score).toBe(1);
  });

  test('takes a time ahead of now as now', () => {
    expect(scoreStory({ ...facts, newestAt: new Date('2027-01-01T00:00:00Z') }, now).reasons).toEqual([
      'published in the last hour (+1.0)',
    ]);
  });
});

describe('languages', () => {
  test('only the primary subtag counts', () => {
    expect(acceptsLanguage(['en'], { language: 'en-GB', title: 'Ferries sail' })).toBe(true);
    expect(acceptsLanguage(['en'], { language: 'de', title: 'Fähren fahren' })).toBe(false);
  });

  test('an unknown language is taken where its letters can be read', () => {
    expect(acceptsLanguage(['en'], { language: null, title: 'Ferries sail' })).toBe(true);
    expect(acceptsLanguage(['en'], { language: null, title: '首相が辞任を表明' })).toBe(false);
    expect(acceptsLanguage(['en', 'ja'], { language: null, title: '首相が辞任を表明' })).toBe(true);
    expect(acceptsLanguage(['en'], { language: 'und', title: '3-1' })).toBe(true);
  });
});
