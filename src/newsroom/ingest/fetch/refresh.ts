const MAX_LENGTH = 60_000;
const MAX_HEAD = 8_000;
// What waits longer shows its own text first, and what reloads itself names no other address.
const MAX_DELAY_SECONDS = 5;
const HIDDEN = /<!--[^]*?-->|<noscript\b[^]*?<\/noscript\s*>|<script\b[^]*?<\/script\s*>/gi;
const META = /<meta\b[^>]*>/gi;
const REFRESH = /http-equiv\s*=\s*["']?refresh\b/i;
const CONTENT = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const TARGET = /^\s*(\d{1,4})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"'\s][^"']*?)["']?\s*$/i;

/**
 * Where a short page sends its visitors at once by `<meta http-equiv="refresh">`, or null. What stands in noscript is for
 * others. Pure.
 */
export function refreshTarget(bytes: Uint8Array, url: string): string | null {
  if (bytes.length > MAX_LENGTH) return null;
  const head = Buffer.from(bytes.subarray(0, MAX_HEAD)).toString('latin1').replace(HIDDEN, '');
  for (const [tag] of head.matchAll(META)) {
    if (!REFRESH.test(tag)) continue;
    const [, double, single, bare] = CONTENT.exec(tag) ?? [];
    const [, delay, target] = TARGET.exec((double ?? single ?? bare ?? '').replaceAll('&amp;', '&')) ?? [];
    if (target === undefined || Number(delay) > MAX_DELAY_SECONDS) continue;
    const found = URL.parse(target, url);
    if (found && found.href !== url) return found.href;
  }
  return null;
}
