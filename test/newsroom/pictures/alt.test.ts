import { describe, expect, test } from 'vitest';
import { chooseAlt } from '../../../src/newsroom/pictures/alt.ts';

const headline = 'Ferries sail again';
const caption = 'The first ferry in a week leaves Port Aven.';
const alt = (text: string | null, beside = [headline] as (string | null)[], otherwise: string | null = null): string =>
  chooseAlt(text, { beside, otherwise });

describe('alternative text', () => {
  test.each(['A ferry leaves the harbour', 'Ferry', 'Two F-16s over Port Aven', '渡轮离开港口', 'عبارة تغادر الميناء'])(
    'says what the outlet says: %s',
    (text) => {
      expect(alt(text)).toBe(text);
    },
  );

  test.each([
    'ferry.jpg',
    'Ferry_harbour-FINAL.JPEG',
    'IMG_2041',
    'DSC 0042',
    'image 3',
    'photo',
    'Featured image',
    '20261124-ferry-harbour-dawn',
    'politics_hero_2',
    'https://cdn.example/a',
    'Getty Images',
    '—',
    '42',
    '',
    null,
  ])('is no name of a file, and no stand-in: %s', (text) => {
    expect(alt(text)).toBe('');
  });

  test('does not repeat the headline or the caption beside it, whole or nearly', () => {
    expect(alt('Ferries sail again!')).toBe('');
    expect(alt('The first ferry in a week leaves Port Aven', [headline, caption])).toBe('');
    expect(alt(`${caption} Photo: AP`, [headline, caption])).toBe('');
    expect(alt('A ferry leaves the harbour at dawn, seen from the pier', [headline, caption])).not.toBe('');
  });

  test('is the caption where that does not stand beside it and nothing better is known', () => {
    expect(alt('ferry.jpg', [headline], caption)).toBe(caption);
    expect(alt(headline, [headline], caption)).toBe(caption);
    expect(alt('ferry.jpg', [headline, caption], caption)).toBe('');
  });
});
