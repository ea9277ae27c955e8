import { isAddress } from '../addresses.ts';
import { fold } from './fold.ts';
import { roleOf } from './headings.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The number of filled rows that are searched for headings. Titles and notes above them take fewer. */
export const HEAD_ROWS = 20;

/** True for a heading of an address column, the main one or another ("Work email"). */
export function isEmailHeading(cell: string): boolean {
  const role = roleOf(cell);
  return role === 'email' || role === 'otherEmail';
}

// MailerLite calls its column of mail addresses "Subscriber", Mailman "address". In other lists these hold names, numbers
// or streets, so only the cells below can tell.
const PERHAPS = new Set(
  `subscriber, subscribers, subscriber address, address, addresses, member, members, member address, user, users, user id,
  user name, login, account, contact, contacts, reader, readers, to, person, Adresse, Adressen, Abonnent, Abonnenten,
  Empfänger, Empfaenger, Mitglied, Mitglieder, Benutzer, Benutzername, Kontakt, Leser, adresses, destinataire,
  destinataires, membre, contacto, dirección, direcciones, suscriptor, suscriptores, destinatario, miembro, indirizzo,
  indirizzi, contatto, utente, endereço, contato, destinatário, usuário, membro, adres, ontvanger, lid, abonnee, adresat,
  adress, adresser, mottagare, medlem, modtager, mottaker, osoite, tilaaja, adresa, příjemce, odběratel, cím, címzett,
  διεύθυνση, адрес, адреса, подписчик`
    .split(',')
    .map(fold),
);

/**
 * The column of the mail addresses in a row of headings: one that says so, otherwise one that may hold them ("Subscriber")
 * and does in most of the filled cells below. -1 if there is none.
 */
export function findAddressColumn(headings: readonly string[], below: readonly (readonly string[])[]): number {
  const named = headings.findIndex((cell) => roleOf(cell) === 'email');
  if (named >= 0) return named;
  return headings.findIndex((heading, index) => {
    if (!PERHAPS.has(fold(heading))) return false;
    const filled = below.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    return 2 * filled.filter((cell) => isAddress(cell)).length > filled.length;
  });
}

/** True for a row of column names that include an address column. */
function namesAddresses(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  if (row.some((cell) => isAddress(cell.trim()))) return false;
  return row.some(isEmailHeading) || findAddressColumn(row, below) >= 0;
}

/**
 * The index of the headings among a file's first rows. Candidates name an address column and stand above the first
 * address; the one with the most known names wins. Null if there is none.
 */
export function findHeadings(rows: readonly (readonly string[])[]): number | null {
  let best: { place: number; known: number } | null = null;
  for (const [place, row] of rows.entries()) {
    if (best !== null && row.some((cell) => isAddress(cell.trim()))) break;
    if (!namesAddresses(row, rows.slice(place + 1))) continue;
    const known = row.filter((cell) => roleOf(cell) !== undefined).length;
    if (best === null || known > best.known) best = { place, known };
  }
  return best?.place ?? null;
}

/** Splits the first rows of a text at a delimiter, accurately enough to choose the delimiter. */
function cut(head: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (const char of head) {
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += char;
    else if (char === delimiter) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      endRow();
      if (rows.length === HEAD_ROWS) return rows;
    } else cell += char;
  }
  endRow();
  return rows;
}

/** Scores a delimiter: by known headings, then by cells with addresses, then by the number of cells. */
function weigh(head: string, delimiter: string): readonly [known: number, addresses: number, cells: number] {
  const rows = cut(head, delimiter);
  const headings = rows[findHeadings(rows) ?? -1] ?? [];
  const known = headings.filter((cell) => roleOf(cell) !== undefined).length;
  const addresses = rows.filter((row) => row.some((cell) => isAddress(cell.trim()))).length;
  return [known, addresses, known > 0 ? headings.length : Math.max(0, ...rows.map((row) => row.length))];
}

/** A spreadsheet's separator line: sep=; or "sep=,", a tab also as \t. */
const SEPARATOR = /^\s*"?sep=(\\t|[^"\r\n])"?[\s,;|]*(?=[\r\n]|$)/i;

/** Finds a file's delimiter from its first lines. `body` is the text, with an emptied first line if that named it. */
export function findDelimiter(head: string): { delimiter: string; body: string } {
  const told = SEPARATOR.exec(head);
  if (told) {
    const delimiter = told[1] === '\\t' ? '\t' : told[1]!;
    // The line end stays, so that line numbers match the file.
    return { delimiter, body: head.slice(told[0].length) };
  }
  let best = { delimiter: ',', weight: weigh(head, ',') };
  for (const delimiter of DELIMITERS.slice(1)) {
    const weight = weigh(head, delimiter);
    const place = weight.findIndex((part, n) => part !== best.weight[n]);
    if (place >= 0 && weight[place]! > best.weight[place]!) best = { delimiter, weight };
  }
  return { delimiter: best.delimiter, body: head };
}
