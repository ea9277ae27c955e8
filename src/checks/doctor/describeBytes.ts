const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A size in words for people, in steps of 1,000: "812 MB", "3.4 GB". */
export function describeBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1_000 ** step;
  return `${size < 10 && step > 0 ? size.toFixed(1) : Math.round(size)} ${UNITS[step]}`;
}
