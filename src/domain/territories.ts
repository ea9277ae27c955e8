const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

// Other names that papers and agencies use than those of ISO 3166 and CLDR.
const OTHER_NAMES: Readonly<Record<string, string>> = {
  america: 'US',
  britain: 'GB',
  england: 'GB',
  'great britain': 'GB',
  holland: 'NL',
  korea: 'KR',
  russia: 'RU',
  'south korea': 'KR',
  'north korea': 'KP',
  'the netherlands': 'NL',
  turkey: 'TR',
  uae: 'AE',
  uk: 'GB',
  us: 'US',
  usa: 'US',
  'united states of america': 'US',
};

const keyOf = (name: string): string => name.toLowerCase().replaceAll('.', '').replace(/\s+/g, ' ').trim();

function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes = new Map<string, string>();
  for (const first of LETTERS)
    for (const second of LETTERS) {
      const code = first + second;
      const name = names.of(code);
      // ZZ is not a country, and neither is a code that another one has replaced.
      const isCurrent = code !== 'ZZ' && new Intl.Locale(`und-${code}`).region === code;
      if (name !== undefined && isCurrent) codes.set(keyOf(name), code);
    }
  for (const [name, code] of Object.entries(OTHER_NAMES)) codes.set(name, code);
  return codes;
}

const CODES = readCodes();
const KNOWN = new Set(CODES.values());

/** The ISO 3166 code (two letters) of a country by its English name or its code, or null. */
export function territoryOf(name: string): string | null {
  const named = CODES.get(keyOf(name));
  if (named !== undefined) return named;
  const code = name.trim().toUpperCase();
  return KNOWN.has(code) ? code : null;
}
