/** Intl also accepts offsets such as +02:00, which have no summer time. */
const NAME = /^[A-Za-z][\w+/-]*$/;
const MAX_CHARACTERS = 59;

const found = new Map<string, string | null>();
const MAX_FOUND = 2000;

function lookUp(name: string): string | null {
  if (name.length > MAX_CHARACTERS || !NAME.test(name)) return null;
  try {
    // Temporal, not Intl: the scheduler computes with it, and Intl also takes abbreviations that Temporal refuses (PST).
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return null;
  }
}

/**
 * An IANA time zone in the spelling of the IANA database (`America/New_York` for `america/new_york`), or null if this
 * Node knows no such zone. A link such as `Asia/Kolkata`, `US/Eastern` or `GMT` keeps its name, so that a reader's
 * choice is shown and exported unchanged.
 */
export function readZone(text: string): string | null {
  const name = text.trim();
  let zone = found.get(name);
  if (zone === undefined) {
    zone = lookUp(name);
    // Names come from untrusted files, so the cache is limited.
    if (found.size < MAX_FOUND) found.set(name, zone);
  }
  return zone;
}

// CLDR, and so Intl, lists these zones by the names that they had when its list was begun.
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The zones to choose from, each once, by the names that the IANA database gives them today. */
export function listZones(): string[] {
  return Intl.supportedValuesOf('timeZone')
    .map((zone) => RENAMED[zone] ?? zone)
    .toSorted();
}
