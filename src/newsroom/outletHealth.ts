import type { LeftOutItem } from '../domain/story.ts';

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

/** What of an outlet's last feed could not be stored, the first of it by name; null where nothing was left out. */
export function describeLeftOut({ count, items }: { count: number; items: readonly LeftOutItem[] }): string | null {
  const [first] = items;
  if (first === undefined) return null;
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${count === 1 ? '1 item' : `${count} items`} of its feed left out: “${first.title}”: ${first.reason}${more}`;
}
