/** Artificial news: each event has a dozen own words, and several outlets report it with words of their own. */
type MadeItem = { title: string; summary: string; event: number; outlet: number };

const VOCABULARY = 40_000;
const EVENT_WORDS = 12;

/** A reproducible sequence of numbers from 0 to 1 for each seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes `count` items, about four for each event; a fifth are single. Words follow Zipf's law, like those of a language.
 * An event's own words are from the rarer half, and are a third of the words of its items.
 */
export function makeItems(count: number, outlets: number, seed = 1): MadeItem[] {
  const random = createRandom(seed);
  const word = (from: number): string => `w${Math.floor(VOCABULARY ** (from + (1 - from) * random())).toString(26)}x`;
  const events = Array.from({ length: Math.ceil(count / 3) }, () =>
    Array.from({ length: EVENT_WORDS }, () => word(0.6)),
  );
  return Array.from({ length: count }, (_, at) => {
    const event = Math.floor(random() * events.length);
    const own = events[event]!;
    const say = (length: number): string =>
      Array.from({ length }, () => (random() < 1 / 3 ? own[Math.floor(random() * own.length)]! : word(0))).join(' ');
    return { title: say(10), summary: say(28), event, outlet: at % outlets };
  });
}
