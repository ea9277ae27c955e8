import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const ROWS_A_CHUNK = 1000;
const NAMES = ['Ada', 'Grace', 'Jean-Luc', 'Mary Ann', 'José', 'Zoë', 'Wei', 'Olga'];

/** Rows in Mailchimp's format, each address once, unordered. `kind` keeps the addresses of two lists apart. */
function* makeRows(count: number, kind: string): Generator<string> {
  yield 'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED\n';
  for (let first = 0; first < count; first += ROWS_A_CHUNK) {
    let text = '';
    for (let n = first; n < Math.min(first + ROWS_A_CHUNK, count); n++) {
      // 7,919 is prime, so every number below `count` occurs once.
      const reader = (n * 7919) % count;
      text +=
        `${kind}.${reader}@domain${reader % 500}.example,${NAMES[n % NAMES.length]},Sample,2,"2024-01-0${1 + (n % 9)} 10:00:00",192.0.2.1,` +
        `"2024-01-0${1 + (n % 9)} 10:05:00",192.0.2.1,"2024-05-01 10:00:00"\n`;
    }
    yield text;
  }
}

/** Writes a list of `count` readers as a CSV file. Lists of two kinds have no reader in common. */
export async function writeList(path: string, count: number, kind = 'reader'): Promise<void> {
  await pipeline(Readable.from(makeRows(count, kind)), createWriteStream(path));
}
