import { describe, expect, test } from 'vitest';
import { acceptsLanguage } from '../../../src/language/languages.ts';
import { findNews } from '../../../src/newsroom/news.ts';
import { scoreStory, type StoryFacts } from '../../../src/newsroom/rank/score.ts';
import { matchTopic, parseTopic } from '../../../src/newsroom/rank/topic.ts';
import { countVoices } from '../../../src/newsroom/rank/voices.ts';

const now = new Date('2026-11-24T12:00:00Z');
const facts: StoryFacts = {
  independentOutlets: 1,
  hasOwn: false,
  loweredKind: null,
  itemCount: 1,
  newestAt: new Date('2026-11-24T10:00:00Z'),
  authority: 1,
  places: [],
  topics: { names: [], strength: 0 },
};

describe('scoring', () => {
  test('says in words what each part adds', () => {
    const story = {
      ...facts,
      independentOutlets: 5,
      hasOwn: true,
      authority: 5,
      places: [{ feedPosition: 0, outletName: 'Example Times' }],
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

  test('counts a high place in several feeds, the word of an outlet, and the topic', () => {
    const story = {
      ...facts,
      independentOutlets: 2,
      authority: 4,
      places: [
        { feedPosition: 0, outletName: 'Example Times' },
        { feedPosition: 2, outletName: 'Sample Post' },
      ],
      topics: { names: ['veterans'], strength: 1 },
    };
    expect(scoreStory(story, now).reasons).toEqual([
      'reported by 2 outlets (+0.9)',
      'by outlets with more weight (+0.9)',
      'on the newsletter’s topic: veterans (+1.0)',
      'published 2 hours ago (+0.9)',
      'near the top of 2 feeds (+0.6)',
    ]);
    expect(scoreStory({ ...facts, authority: 0.5 }, now).reasons[0]).toBe('by outlets with less weight (−0.9)');
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

describe('a topic', () => {
  const topic = parseTopic('military, defense; air force,  ,veterans');
  const match = (title: string, summary = '') => matchTopic(topic, { title, summary });

  test('is met by any form of its words, and by a phrase only as a whole', () => {
    expect(match('Veteran wins medal')).toEqual({ names: ['veterans'], strength: 1 });
    expect(match('Air Force defenses tested')).toEqual({ names: ['defense', 'air force'], strength: 2 });
    expect(match('Hot air balloon lands')).toEqual({ names: [], strength: 0 });
  });

  test('counts half if only the summary mentions it, and nothing without a topic', () => {
    expect(match('Bridge closes', 'The military will repair it.')).toEqual({ names: ['military'], strength: 0.5 });
    expect(matchTopic(parseTopic(' , '), { title: 'military', summary: '' }).strength).toBe(0);
  });
});

describe('voices', () => {
  const telling = (id: number, outletId: number, voice: number | null = null, feedPosition = 5) => ({
    id,
    voice,
    outletId,
    outletName: `Outlet ${outletId}`,
    authority: outletId,
    feedPosition,
  });

  test('are outlets, and papers that print one text are one of them with the best of each', () => {
    expect(countVoices([telling(1, 1), telling(2, 2, 1, 0), telling(3, 3, 1), telling(4, 4)])).toEqual([
      { authority: 3, feedPosition: 0, outletName: 'Outlet 2' },
      { authority: 4, feedPosition: 5, outletName: 'Outlet 4' },
    ]);
  });

  test('an outlet with several texts is one voice', () => {
    expect(countVoices([telling(1, 1), telling(2, 1), telling(3, 1)])).toHaveLength(1);
  });
});

describe('news of a story', () => {
  const text = (title: string, summary = '') => ({ title, summary });

  test('is what its earlier reports did not speak of', () => {
    const earlier = [text('Warehouse fire in Port Amsel kills three', 'Police look for the cause.')];
    const late = text('Port Amsel fire: three killed in warehouse');
    const news = text('Owner arrested over warehouse blaze');
    expect(findNews(earlier, [late, news])).toEqual([news]);
  });
});
