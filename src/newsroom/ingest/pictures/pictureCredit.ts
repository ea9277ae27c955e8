import { escapeMarkup } from '../../../language/escape.ts';
import readExif from 'exif-reader';
import { cleanLine } from '../text.ts';

/** The credit in a picture's file: its author or agency, and its copyright line. */
export type FileCredit = { credit: string | null; copyright: string | null };

const MAX_RECORDS = 200;
const BY_LINE = 80;
const CREDIT = 110;
const COPYRIGHT = 116;

/** The texts of application record 2 by dataset number (IPTC-IIM 4.2), the first of each. Stops at invalid data. */
function readIptc(bytes: Buffer): Map<number, string> {
  const texts = new Map<number, string>();
  // Photoshop wraps it in a resource block, which is found by its first record.
  let at = bytes.indexOf(Buffer.from([0x1c, 0x02]));
  // ESC % G in the envelope means UTF-8. Without it, most files still use UTF-8, or Latin-1.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let count = 0; count < MAX_RECORDS && at >= 0 && at + 5 <= bytes.length && bytes[at] === 0x1c; count++) {
    const record = bytes[at + 1];
    const dataset = bytes[at + 2]!;
    const length = bytes.readUInt16BE(at + 3);
    const value = bytes.subarray(at + 5, at + 5 + length);
    // The high bit marks a length of more than 32 KB, which no credit has.
    if (length > 0x7fff || value.length < length) break;
    if (record === 2 && !texts.has(dataset)) {
      try {
        texts.set(dataset, decoder.decode(value));
      } catch {
        texts.set(dataset, value.toString('latin1'));
      }
    }
    at += 5 + length;
  }
  return texts;
}

function readExifTexts(bytes: Buffer): { artist: string | null; copyright: string | null } {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value.replaceAll('\0', ' ') : null);
  try {
    const { Image: tags } = readExif(bytes);
    return { artist: text(tags?.Artist), copyright: text(tags?.Copyright) };
  } catch {
    // Broken metadata is ignored. The picture itself was decoded.
    return { artist: null, copyright: null };
  }
}

/**
 * Credit and copyright as an XMP packet (ISO 16684-1), because texts in EXIF are ASCII, and names would lose their
 * accents.
 */
export function buildXmp({ credit, copyright }: FileCredit): string {
  const listed = (name: string, list: string, item: string, text: string): string =>
    `<dc:${name}><rdf:${list}>${item}${escapeMarkup(text)}</rdf:li></rdf:${list}></dc:${name}>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">${
    credit ? listed('creator', 'Seq', '<rdf:li>', credit) : ''
  }${
    copyright ? listed('rights', 'Alt', '<rdf:li xml:lang="x-default">', copyright) : ''
  }</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;
}

/** The credit in a picture's metadata: IPTC first, because agencies use it, then EXIF. */
export function readFileCredit({ exif, iptc }: { exif?: Buffer | undefined; iptc?: Buffer | undefined }): FileCredit {
  const records = iptc ? readIptc(iptc) : new Map<number, string>();
  const tags = exif ? readExifTexts(exif) : { artist: null, copyright: null };
  const line = (text: string | null | undefined): string | null => cleanLine(text?.slice(0, 2000), 200);
  const maker = line(records.get(BY_LINE));
  const agency = line(records.get(CREDIT));
  const both = maker && agency && !agency.includes(maker) ? `${maker}/${agency}` : (agency ?? maker);
  return {
    credit: both ?? line(tags.artist),
    copyright: line(records.get(COPYRIGHT)) ?? line(tags.copyright),
  };
}
