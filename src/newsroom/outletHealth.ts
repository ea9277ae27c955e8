import type { LeftOut, LeftOutKind } from '../domain/story.ts';

/** How late an outlet's stories reach us, in words for people: "4 min", "2 h". */
export function describeDelay(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** How often an outlet has failed since it was last read. */
export function describeFailures(failures: number): string {
  return failures === 1 ? 'failed once' : `failed ${failures} times in a row`;
}

const SAID: Readonly<Record<LeftOutKind, (count: number) => string>> = {
  headline: (count) => `${count} without a headline`,
  link: (count) => `${count} without a link`,
  twin: (count) => `${count} with the guid and the link of another`,
  cut: (count) => `${count === 1 ? '1 headline' : `${count} headlines`} cut at 300 characters`,
};

type Kinds = NonNullable<LeftOut['kinds']>;

function describeKind({ kind, count, examples }: Kinds[number]): string {
  const named = examples.map((title) => `“${title}”`).join(', ');
  return `${SAID[kind](count)} (${named}${count > examples.length ? ', …' : ''})`;
}

/**
 * What of an outlet's last feed could not be stored, or was cut: the count of each kind, and the first few by name. Null
 * where there is nothing to tell.
 */
export function describeLeftOut({ count, items, kinds }: LeftOut): string | null {
  const [first] = items;
  const out = kinds?.filter(({ kind }) => kind !== 'cut').map(describeKind) ?? [];
  const cut = kinds?.filter(({ kind }) => kind === 'cut').map(describeKind) ?? [];
  const told = out.length > 0 ? out.join('; ') : first && `“${first.title}”: ${first.reason}`;
  const left = `${count === 1 ? '1 item' : `${count} items`} of its feed left out: ${told}`;
  return [...(first ? [left] : []), ...cut].join('. ') || null;
}

/** What a fetch found: "40 items read, 2 new or changed", and what is stored, if given. */
export function describeRead({ items, inFeed }: { items: number; inFeed?: number | null }, stored?: number): string {
  const count = (number: number): string => (number === 1 ? '1 item' : `${number} items`);
  const fresh =
    typeof inFeed === 'number' ? `${count(inFeed)} read, ${items} new or changed` : `${count(items)} new or changed`;
  return stored === undefined ? fresh : `${fresh}, ${stored} stored in all`;
}
