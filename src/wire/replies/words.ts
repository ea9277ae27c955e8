// The longest text of a reply. A longer one must not give the patterns more work.
const LONGEST_TEXT = 500;

const STATUS = /^[245]\.\d{1,3}\.\d{1,3}$/;
// Text directly after an address belongs to the statement: "(user@example.org:blocked)".
const ADDRESS = /^[^@]*@[^:;,)>\]]*/;

/**
 * Normalizes a reply's text for the table's patterns: lower case, plain apostrophes, single spaces. Enhanced statuses are
 * removed, because they start each line of a reply and split its phrases. Addresses are removed, because a reader may be
 * called spam@blocked.example.
 */
export function wordsOf(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[\s_]+/)
    .filter((word) => !STATUS.test(word))
    .map((word) => word.replace(ADDRESS, ''))
    .filter((word) => !/^[<>()[\]:;,.]*$/.test(word))
    .join(' ');
}

const ASKS_TO_WAIT = /again|retry|wait|later|come back|gr[ae]y ?list/;
const SPAN = /\b(?:in|for|after|wait) (?:at least |about )?(\d{1,5}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b/;
const CLOCK = /\b(?:in|for|after|wait) (\d{1,2}):(\d\d):(\d\d)\b/;
const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** The delay that a reply's words ask for, in milliseconds ("try again in 5 minutes", "come back in 00:04:59"). */
export function statedDelayMs(words: string): number | null {
  if (!ASKS_TO_WAIT.test(words)) return null;
  const span = SPAN.exec(words);
  if (span) return Number(span[1]) * UNIT_MS[span[2]![0]!]!;
  const clock = CLOCK.exec(words);
  return clock ? (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1_000 : null;
}

/** Matches the words of a relay that takes no more messages on one connection, as many do after some. */
export const CONNECTION_LIMIT =
  /^(?=.*\b(?:messages?|e?-?mails?|recipients?|rcpts?|transactions?)\b).*\b(?:per|(?:in|on|for|of) (?:this|one|a|the same)) (?:smtp )?(?:session|connection)\b/;

/** Matches the words of a relay that takes no more connections at a time. */
export const CONCURRENCY_LIMIT =
  /\btoo many (?:\w+ ){0,2}(?:connections|sessions)\b|\b(?:concurrent|simultaneous) (?:smtp )?(?:connections?|sessions?)\b|\b(?:connection|session|thread)s? limit (?:is |has been )?(?:exceeded|reached)|\bmax(?:imum)? (?:number of )?(?:connections|sessions)\b/;
