// Hours east of UTC of the zone names that feeds use (RFC 822, RFC 5322 obs-zone, and what newsrooms add).
const ZONE_HOURS: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  met: 1,
  mest: 2,
  mewt: 1,
  'etc/gmt': 0,
  'etc/utc': 0,
  'etc/uct': 0,
  west: 1,
  bst: 1,
  ist: 5.5,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  sast: 2,
  cat: 2,
  eat: 3,
  wat: 1,
  pkt: 5,
  hkt: 8,
  sgt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  brt: -3,
  art: -3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
};
// Zone names that do not say whether they mean summer time.
const REGIONS: Record<string, string> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
};
/** A local time in calendar fields. */
export type Parts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
};

/**
 * Minutes east of UTC. A missing zone and RFC 822's military letters (which were defined with wrong signs) count as
 * UTC.
 */
function zoneMinutes(zone: string | undefined): number | null {
  const text = (zone ?? '')
    .trim()
    .replace(/^\(|\)$/g, '')
    .toLowerCase();
  if (!text || /^[a-z]$/.test(text)) return 0;
  const numeric = /^(?:gmt|utc?)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*\(.*)?$/.exec(text);
  if (!numeric) {
    const hours = ZONE_HOURS[text.replace(/\s*\(.*$/, '')];
    return hours === undefined ? null : hours * 60;
  }
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return minutes > 14 * 60 ? null : numeric[1] === '-' ? -minutes : minutes;
}

function regionMinutes(region: string, { year, month, day, hour, minute }: Parts): number | null {
  try {
    const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute }).toZonedDateTime(region);
    return local.offsetNanoseconds / 60e9;
  } catch {
    // An hour 24 or a 31 June: a later check decides.
    return null;
  }
}

/**
 * Minutes east of UTC at that time, for a zone in a feed (an offset, an abbreviation, an IANA name). Null if it is not
 * a zone.
 */
export function offsetMinutes(zone: string | undefined, parts: Parts): number | null {
  const text = (zone ?? '').trim();
  const region = REGIONS[text.toLowerCase()] ?? (/^[a-z]+\/[a-z_/+-]+\d{0,2}$/i.test(text) ? text : null);
  return (
    (region && ZONE_HOURS[region.toLowerCase()] === undefined ? regionMinutes(region, parts) : null) ??
    zoneMinutes(zone)
  );
}
