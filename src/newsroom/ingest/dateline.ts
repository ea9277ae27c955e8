import { AGENCY, isAgency, mayBeAgency } from './agencyNames.ts';
import { cleanText } from './text.ts';

/** The dateline and agency before a text's first sentence. */
export type Dateline = { dateline: string | null; agency: string | null; rest: string };

// Separators between dateline and text: dashes, the full stop and hyphen of Spanish wires, the underscore of old wires.
const DASH = '\\s*(?:—|–|―|--|\\.\\s?[-–—]|(?<=[\\s)/])[-_](?=\\s))\\s*';
// WASHINGTON / ST. PETERSBURG, Fla. / PARIS, Nov 3; an agency may follow in brackets or slashes.
const SHOUTED = "(?:\\p{Lu}|\\d{1,2}(?:ST|ND|RD|TH)(?![\\p{L}]))[\\p{Lu}\\p{M}.'’]*";
const CAPITALS = `${SHOUTED}(?:[ /-]${SHOUTED}){0,4}`;
const DAY = '(?:\\d{1,2}\\s)?';
const TAIL = `((?:[,.]\\s${DAY}[\\p{L}.'’ -]{2,24}(?:\\s\\d{1,2})?(?:,?\\s\\d{4})?){0,3})`;
const COUNTRY = '(?:\\s\\[[\\p{L} ]{2,30}\\])?';
const MIXED = "(\\p{Lu}[\\p{L}\\p{M}.'’ /-]{1,30}?)";
const BRACKET = '(?:\\(([^()]{2,45})\\)|/([^/]{2,30})/)';
const WITH_PLACE = new RegExp(`^(${CAPITALS})${TAIL}(?:\\s*${BRACKET})?${DASH}(?=\\S)`, 'u');
const MIXED_PLACE = new RegExp(`^${MIXED}${COUNTRY}${TAIL}\\s*${BRACKET}(?:${DASH}|:\\s)(?=\\S)`, 'u');
// Without a dash, only a known agency proves it: "Washington (CNN) The …", "MOSCOW, March 3. /TASS/. The …".
// "ABOARD USS NIMITZ IN THE RED SEA": ships have longer names than towns.
const ABOARD = new RegExp(
  `^((?:ABOARD|ON BOARD|AT SEA)\\b[\\p{L}\\p{M}\\d .'’-]{0,80}?)${TAIL}(?:\\s*${BRACKET})?${DASH}(?=\\S)`,
  'u',
);
// "(WASHINGTON) —", "[London] –"
const BRACKETED = new RegExp(
  `^[([](\\p{Lu}[\\p{L}\\p{M}.'’ -]{1,30}?)${TAIL}[)\\]](?:\\s*${BRACKET})?\\s*(?:—|–|―|--|-(?=\\s))\\s*(?=\\S)`,
  'u',
);
const UNDASHED = new RegExp(
  `^${MIXED}${TAIL}\\.?\\s*(?:\\((${AGENCY})\\)|/(${AGENCY})/)[.:]?\\s*(?=[\\p{Lu}"“«'‘])`,
  'u',
);
// Genuine texts have at most two in a row.
const MAX_BYLINES = 2;
const AGENCY_ALONE = new RegExp(`^\\(([^()]{2,45})\\)(?:${DASH}|[:.]?\\s*(?=\\S))`, 'u');
const BYLINE_FIRST = new RegExp(
  `^(?:By|BY)\\s+\\p{Lu}[^()]{2,90}?\\((${AGENCY})\\)\\s*(?:${DASH})?(?=["“]?\\p{Lu})`,
  'u',
);
const EAST_ASIAN = /^【([^】=＝]{1,20})[=＝]([^】]{1,20})】\s*|^(\p{Script=Han}{1,6})（([^（）]{1,10})）\s*[―—–-]+\s*/u;
// South Asian and Gulf papers write "ISLAMABAD: The …". A colon alone is no proof, so the place must be known.
const COLON_PLACE =
  /^(ISLAMABAD|KARACHI|LAHORE|PESHAWAR|QUETTA|RAWALPINDI|NEW DELHI|DELHI|MUMBAI|KOLKATA|CHENNAI|BENGALURU|BANGALORE|HYDERABAD|AHMEDABAD|LUCKNOW|PUNE|JAIPUR|PATNA|SRINAGAR|DHAKA|COLOMBO|KATHMANDU|KABUL|KUALA LUMPUR|GEORGE TOWN|JOHOR BARU|PUTRAJAYA|SINGAPORE|JAKARTA|MANILA|BANGKOK|RIYADH|JEDDAH|DUBAI|ABU DHABI|DOHA|CAIRO|BEIRUT|AMMAN|BAGHDAD|DAMASCUS|JERUSALEM|GAZA|ANKARA|ISTANBUL|TEHRAN|LONDON|PARIS|WASHINGTON|NEW YORK|BEIJING|TOKYO|MOSCOW)((?:,\s[\p{L} .]{2,24}(?:\s\d{1,2})?)?):\s+(?=\S)/u;
const LABEL =
  /^(?:BREAKING(?: NEWS)?|UPDATED?|EXCLUSIVE|WATCH|LIVE|OPINION|VIDEO|PHOTOS?|ANALYSIS|REVIEW|INTERVIEW|CORRECTION|CORRECTED|NEW|ALERT|PODCAST|EXPLAINER|FACT CHECK|EDITORIAL|NATO|COVID)$/;
const MONTHS = new Set(
  (
    'jan january januar janvier janv ene enero jan janeiro gennaio feb february februar février févr feb febrero fev fevereiro febbraio ' +
    'mar march märz mars marzo março mrz apr april avril avr abr abril aprile may mai mayo maio maggio jun june juni juin junio junho ' +
    'giugno jul july juli juillet juil julio julho luglio aug august août ago agosto sep sept september septembre septiembre set ' +
    'setembro settembre oct october okt oktober octobre octubre out outubro ottobre nov november novembre noviembre novembro dec ' +
    'december dez dezember déc décembre dic diciembre dezembro dicembre'
  ).split(' '),
);
const DATE = /[,.]\s(?:\d{1,2}\s)?(\p{L}{3,10})\.?(?:\s\d{1,2})?(?:,?\s\d{4})?/gu;

function placeOf(city: string, tail: string): string {
  const place = tail.replace(DATE, (date, word: string) => (MONTHS.has(word.toLowerCase()) ? '' : date));
  return cleanText(`${city}${place}`).replace(/[,\s]+$/u, '');
}

/** An agency in brackets after a place without one: "(TNS) The …". */
function agencyBehind(text: string): { agency: string; rest: string } | null {
  const alone = AGENCY_ALONE.exec(text.slice(0, 140));
  const name = alone?.[1]?.trim();
  return alone && name && isAgency(name) ? { agency: name, rest: text.slice(alone[0].length) } : null;
}

/** Matches a place in brackets, but not an agency or a label. */
function bracketedPlace(head: string): RegExpExecArray | null {
  const found = BRACKETED.exec(head);
  const place = found?.[1] ?? '';
  return found && !isAgency(place) && !LABEL.test(place.toUpperCase()) ? found : null;
}

function splitPlaced(text: string, head: string): Dateline | null {
  const placed =
    ABOARD.exec(head) ?? WITH_PLACE.exec(head) ?? MIXED_PLACE.exec(head) ?? UNDASHED.exec(head) ?? bracketedPlace(head);
  if (!placed) return null;
  const [whole, city = '', tail = '', bracket, slashed] = placed;
  const agency = (bracket ?? slashed)?.trim() ?? null;
  // Without an agency, one or two letters ("EU – US talks") or an editor's label are not a place.
  const letters = city.match(/\p{Lu}/gu)?.length ?? 0;
  if (agency ? !mayBeAgency(agency) : (letters < 3 && !/^[([]/u.test(whole)) || LABEL.test(city)) return null;
  const rest = text.slice(whole.length);
  const behind = agency ? null : agencyBehind(rest);
  return { dateline: placeOf(city, tail), agency: agency ?? behind?.agency ?? null, rest: behind?.rest ?? rest };
}

/**
 * Splits dateline and agency from a report's first sentence: "LONDON (Reuters) — The …" becomes LONDON, Reuters and
 * "The …". A wire's byline before it is removed too. Other texts are returned unchanged.
 */
export function splitDateline(text: string, bylines = MAX_BYLINES): Dateline {
  const head = text.slice(0, 140);
  const byline = bylines > 0 ? BYLINE_FIRST.exec(head) : null;
  if (byline) {
    const inner = splitDateline(text.slice(byline[0].length), bylines - 1);
    return { ...inner, agency: inner.agency ?? byline[1] ?? null };
  }
  const placed = splitPlaced(text, head);
  if (placed) return placed;
  const alone = agencyBehind(text);
  if (alone) return { dateline: null, ...alone };
  const colon = COLON_PLACE.exec(head);
  if (colon)
    return { dateline: placeOf(colon[1] ?? '', colon[2] ?? ''), agency: null, rest: text.slice(colon[0].length) };
  const eastAsian = EAST_ASIAN.exec(head);
  if (eastAsian) {
    const [whole, place, agency, otherPlace, otherAgency] = eastAsian;
    return {
      dateline: place ?? otherPlace ?? null,
      agency: agency ?? otherAgency ?? null,
      rest: text.slice(whole.length),
    };
  }
  return { dateline: null, agency: null, rest: text };
}
