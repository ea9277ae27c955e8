import { fold } from './fold.ts';

const LANGUAGES = 'en de fr es it pt nl pl sv da nb fi cs tr hu ru'.split(' ');
const CLOCK_WORDS =
  't z h am pm a p m utc gmt cet cest est edt pst pdt cst cdt bst uhr um kl klo de di del at th st nd rd';

/** The names of months and weekdays, built at the first date in words. */
let dateWords: Set<string> | null = null;

function makeDateWords(): Set<string> {
  const words = new Set(CLOCK_WORDS.split(' '));
  for (const language of LANGUAGES)
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, {
        day: 'numeric',
        month: style,
        weekday: style,
        timeZone: 'UTC',
      });
      // Twelve months of 31 days: in steps of 15 days every weekday occurs too.
      for (let day = 0; day < 372; day += 15)
        for (const { type, value } of format.formatToParts(Date.UTC(2024, 0, 1 + day)))
          if (type === 'month' || type === 'weekday') words.add(fold(value));
    }
  return words;
}

const NUMBERS = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b[\d\s:.,+TZ-]*$/;
const STAMP = /^(?:(?:19|20)\d{6}(?:T?\d{6}Z?)?|\d{9,13})$/;
const YEAR_AND_DAY = /(?=.*\b(?:19|20)\d{2}\b)(?=.*(?<!\d)\d{1,2}(?!\d))/;

/** True for a written date or time: numeric in any order, with a month's name, or as a timestamp. */
export function isDate(text: string): boolean {
  if (!/^[(]?[\p{L}\d]/u.test(text) || text.length > 60 || !/\d/.test(text)) return false;
  if (NUMBERS.test(text) || STAMP.test(text)) return true;
  if (!YEAR_AND_DAY.test(text)) return false;
  dateWords ??= makeDateWords();
  return (text.match(/\p{L}+/gu) ?? []).every((word) => dateWords!.has(fold(word)));
}
