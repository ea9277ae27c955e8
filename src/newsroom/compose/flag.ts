import { RESTORED } from '../../platform/hold.ts';
import { NEWS_WINDOW_HOURS } from './candidateRows.ts';

type Flag = { flag: string | null; flag_detail: string | null };

const OURS: ReadonlySet<string | null> = new Set(['no_stories', 'too_few_stories']);

/** "1 story", "3 stories". */
export function countStories(count: number): string {
  return count === 1 ? '1 story' : `${count} stories`;
}

/**
 * The flag of an edition after composing: no_stories, or too_few_stories (below the newsletter's minimum, which never
 * exceeds its story count). Otherwise the earlier flag stays, unless it was one of these two. `cause`: a sentence on
 * what kept other stories out, or empty.
 */
export function judgeStoryCount(
  before: { flag: string | null; flagDetail: string | null },
  found: number,
  { story_count: wanted, min_stories }: { story_count: number; min_stories: number },
  cause: string,
): Flag {
  const asBefore = { flag: before.flag, flag_detail: before.flagDetail };
  // Readers may have the edition already, whatever it holds now.
  if (before.flag === RESTORED) return asBefore;
  const needed = Math.min(min_stories, wanted);
  const language = cause === '' ? '' : ' in a language that the newsletter takes';
  const where = `of the last ${NEWS_WINDOW_HOURS} hours${language} (without stories of earlier editions)`;
  const rest =
    cause === ''
      ? `; at least ${needed} must be in an edition.`
      : `. ${cause} At least ${needed} must be in an edition.`;
  if (found === 0) return { flag: 'no_stories', flag_detail: `There is no story ${where}${rest}` };
  if (found < needed)
    return {
      flag: 'too_few_stories',
      flag_detail: `Only ${countStories(found)} ${where} ${found === 1 ? 'was' : 'were'} found${rest}`,
    };
  return OURS.has(before.flag) ? { flag: null, flag_detail: null } : asBefore;
}
