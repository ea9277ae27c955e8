import { findAddresses } from '../addresses.ts';
import { failed, type Event, type Family, type Found } from '../found.ts';

const SECTION = /^[\s|]{0,8}-{3,}\s{0,4}(.{1,100}?)\s{0,4}-{3,}\|?\s*$/;
const LISTS =
  /addresses (?:had|have|follow)|unable to deliver|recipients of this delivery|failed (?:addresses|recipients)/i;
const TEMPORARY = /transient|warning|non-?fatal/i;

type Entry = { address: string; reason: string; isTemporary: boolean };

/**
 * sendmail and similar systems (smail, zmailer, post.office) without a report: a section that lists the addresses, and
 * the
 * transcript of the session, whose lines with an address give its reasons. The original of an expanded address counts
 * too, because it is the one that we know.
 */
export const sendmail: Family = ({ lines }) => {
  const entries: Entry[] = [];
  const transcript: string[] = [];
  let section = '';
  for (const line of lines) {
    const title = SECTION.exec(line)?.[1];
    if (title !== undefined) section = title;
    else if (LISTS.test(section)) entries.push(...readEntry(line, TEMPORARY.test(section)));
    else if (/transcript|message log/i.test(section)) transcript.push(line.trim());
  }
  return entries.length > 0 ? entries.map((entry) => explainEntry(entry, transcript)) : readTranscript(transcript);
};

/** "<user@example.org> (unrecoverable error)": the text after the address may give the reason and its severity. */
function readEntry(line: string, isTemporary: boolean): Entry[] {
  const reason =
    /^\s*<?[^\s()[\]]+>?[\s.]*[([]([^()[\]]{3,200})[)\]]/.exec(line)?.[1] ??
    /\s\.{3}\s(.{3,200})$/.exec(line)?.[1] ??
    '';
  const own = /expanded from/i.test(reason) ? '' : reason;
  const isMild = (isTemporary || TEMPORARY.test(own)) && !/unrecoverable|permanent|fatal error/i.test(own);
  return findAddresses(line).map((address) => ({ address, reason: own, isTemporary: isMild }));
}

function explainEntry({ address, reason, isTemporary }: Entry, transcript: readonly string[]): Found {
  const about = transcript.filter((line) => line.toLowerCase().includes(address.toLowerCase()));
  const said = (about.length > 0 ? about : transcript).slice(0, 8).join(' ');
  const event: Event = isTemporary ? 'delayed' : 'failed';
  return { ...failed(address, `${reason} ${said}`.trim()), event };
}

/** A transcript without a list of addresses: "550 user@example.org... User unknown". */
function readTranscript(transcript: readonly string[]): Found[] {
  return transcript
    .filter((line) => /^(?:[45]\d\d[ -]|<<< [45]\d\d)/.test(line))
    .flatMap((line) => findAddresses(line).map((address) => failed(address, line)));
}
