import type { Total } from '../../../readers/search/countFound.ts';
import { formatCount } from '../../markup/dates.ts';

const WORDS: Readonly<Record<Total['is'], string>> = { exactly: '', about: 'about ', more: 'more than ' };
const KINDS = Object.keys(WORDS) as Total['is'][];

/** A total as a later page of the search sends it along: "more 1000". */
export function writeTotal({ is, count }: Total): string {
  return `${is} ${count}`;
}

/** The total of a page before, or null for any other text. */
export function readTotal(text: string): Total | null {
  const [, kind, count] = /^(\w+) (\d{1,9})$/.exec(text) ?? [];
  const is = KINDS.find((each) => each === kind);
  return is === undefined ? null : { is, count: Number(count) };
}

/** "25 subscribers", "1–50 of 12,345 subscribers", "51–100 of more than 1,000 subscribers". */
export function describeTotal({
  skipped,
  shown,
  total,
}: {
  skipped: number;
  shown: number;
  total: Total | null;
}): string {
  const isWhole = skipped === 0 && total?.is === 'exactly' && total.count === shown;
  const range = `${formatCount(skipped + 1)}–${formatCount(skipped + shown)}`;
  if (shown === 0 && !isWhole) return 'No further subscribers';
  if (total === null) return `Subscribers ${range}`;
  const words = `${WORDS[total.is]}${formatCount(total.count)} ${total.count === 1 ? 'subscriber' : 'subscribers'}`;
  return isWhole ? words : `${range} of ${words}`;
}
