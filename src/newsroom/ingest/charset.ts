import sniffEncoding from 'html-encoding-sniffer';

const MIN_LETTERS = 8;

/** True if bytes above 0x7f are adjacent, as in Cyrillic words. In Latin text they are usually single. */
function looksCyrillic(bytes: Uint8Array): boolean {
  let high = 0;
  let letters = 0;
  let beside = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    high++;
    if (bytes[at]! >= 0xc0) letters++;
    if ((bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) beside++;
  }
  return high >= MIN_LETTERS && letters > 0.9 * high && beside > 0.7 * high;
}

function decodeAs(encoding: string, bytes: Uint8Array, fatal: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch {
    return null;
  }
}

/** True if the bytes are UTF-8 except for a few cut characters. */
function isMostlyUtf8(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  // oxlint-disable-next-line no-control-regex -- ASCII is what is not counted
  const whole = text.match(/[^\u0000-\u007f\ufffd]/gu)?.length ?? 0;
  return whole > 2 * broken;
}

function labelOf(contentType: string | null | undefined): string | undefined {
  return withoutHyphen(/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]);
}

/** "cp-1251" is no label, but is meant as "cp1251". */
function withoutHyphen(label: string | undefined): string | undefined {
  return label?.replace(/^(cp|win)-(?=\d)/i, 'cp').replace(/^windows(?=\d)/i, 'windows-');
}

const HEAD_BYTES = 200;

/** A label in the XML declaration that no decoder knows as it is written. */
function misspelledLabel(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  const written = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1];
  const meant = withoutHyphen(written);
  return meant === written ? undefined : meant;
}

/**
 * Decodes a feed (`xml`) or a page. The byte order mark comes first, then the transport's charset, then the document's
 * declaration. A declaration that contradicts the bytes is ignored: valid UTF-8 stays UTF-8; other bytes are tried as
 * the
 * other declaration, then as windows-1252 (which browsers also use for ISO-8859-1). Never throws.
 */
export function decodeBytes(
  bytes: Uint8Array,
  { xml, contentType }: { xml: boolean; contentType?: string | null | undefined },
): string {
  const label = labelOf(contentType) ?? (xml ? misspelledLabel(bytes) : undefined);
  // The prescan of a page is longer than in browsers, because some pages have long comments before the declaration.
  const sniff = (transportLayerEncodingLabel?: string): string =>
    sniffEncoding(bytes, {
      ...(xml ? { xml } : { maxPrescanBytes: 8192 }),
      ...(transportLayerEncodingLabel ? { transportLayerEncodingLabel } : {}),
    });
  const declared = sniff(label);
  const hasMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const isWide = /^utf-16/i.test(declared);
  if (hasMark || (isWide && (bytes[0] === 0 || bytes[1] === 0))) return decodeAs(declared, bytes, false) ?? '';
  const utf8 = decodeAs('utf-8', bytes, true);
  // ISO-2022 text switches character sets by escape sequences, so it is always valid UTF-8.
  if (utf8 !== null && !(/^iso-2022/i.test(declared) && utf8.includes('\u001b'))) return utf8;
  if (!isWide && !/^utf-8$/i.test(declared)) {
    const text = decodeAs(declared, bytes, utf8 !== null);
    return text ?? utf8 ?? new TextDecoder('windows-1252').decode(bytes);
  }
  const lossy = decodeAs('utf-8', bytes, false) ?? '';
  if (isMostlyUtf8(lossy)) return lossy;
  if (looksCyrillic(bytes)) return new TextDecoder('windows-1251').decode(bytes);
  const other = sniff();
  return decodeAs(/^utf-/i.test(other) ? 'windows-1252' : other, bytes, false) ?? lossy;
}
