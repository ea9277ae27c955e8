import { expect, test } from 'vitest';
import { readList } from './support.ts';

test.each([
  ['E-Mail-Adresse', 'Vorname'],
  ['E-MAIL ADRESSE ', ' Vorname'],
  ['Adresse e-mail', 'Prénom'],
  ['Adresse de messagerie', 'Prénom'],
  ['Courriel', 'prenom'],
  ['Correo electrónico', 'Nombre'],
  ['Dirección de correo electrónico', 'nombre'],
  ['Indirizzo e-mail', 'Nome'],
  ['Indirizzo di posta elettronica', 'Nome'],
  ['Endereço de e-mail', 'Primeiro nome'],
  ['endereço de correio eletrónico', 'Nome'],
  ['E-mailadres', 'Voornaam'],
  ['Adres e-mail', 'Imię'],
  ['E-postadress', 'Förnamn'],
  ['E-mailadresse', 'Fornavn'],
  ['E-postadresse', 'Fornavn'],
  ['Sähköpostiosoite', 'Etunimi'],
  ['E-mailová adresa', 'Jméno'],
  ['E-posta adresi', 'Adı'],
  ['E-mail cím', 'Keresztnév'],
  ['Adresă de e-mail', 'Prenume'],
  ['Correu electrònic', 'Nom de pila'],
  ['Διεύθυνση email', 'Όνομα'],
  ['Адрес электронной почты', 'Имя'],
  ['メールアドレス', '名'],
  ['E-mail 1 - Value', 'Given Name'],
  ['contact_email', 'firstName'],
  ['Work email', 'First Name'],
])('addresses below "%s" and names below "%s" are found', async (address, name) => {
  const text = `${name};Xyz;${address}\r\nAna;1;ana@p.example\r\n`;
  for (const bytes of [text, `\ufeff${text}`, Buffer.from(`\ufeff${text}`, 'utf16le')])
    expect((await readList(bytes)).rows).toMatchObject([{ email: 'ana@p.example', firstName: 'Ana' }]);
});

test.each(['Subscriber', 'address', 'User name', 'Empfänger', 'Dirección', 'Adres'])(
  'below "%s" stand the addresses where the cells say so',
  async (heading) => {
    const text = `Town;${heading};status\nC;;active\nC;a@p.example;active\nD;b@p.example;unsubscribed\n`;
    const { wishes, invalid } = await readList(`${text}Town;${heading};status\nC;c@p.example;active\n`);
    expect([wishes, invalid.map(({ line }) => line)]).toEqual([{ a: 'active', b: 'unsubscribed', c: 'active' }, [2]]);
    await expect(readList(`Town;${heading}\nC;1 Main Street\nD;2 Main Street\n`)).rejects.toThrow(
      `Its headings are "Town", "${heading}"`,
    );
  },
);

test('a heading that may be of addresses gives way to one that is, and goes before a second address', async () => {
  const first = await readList('address,email\nold@p.example,a@p.example\n1 Main Street,b@p.example\n');
  expect(first.rows.map(({ email }) => email)).toEqual(['a@p.example', 'b@p.example']);
  const second = await readList('Work email,Subscriber\nw@p.example,a@p.example\n');
  expect(second.rows.map(({ email }) => email)).toEqual(['a@p.example']);
});

test('UTF-16 without a byte order mark is read, in both orders of bytes', async () => {
  const little = Buffer.from('email,first_name\r\na@p.example,Zo\u00eb\r\n', 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16()])
    expect((await readList(bytes)).rows).toMatchObject([{ email: 'a@p.example', firstName: 'Zo\u00eb' }]);
});

test('headings in Windows-1252 are read like those in UTF-8', async () => {
  const text = Buffer.from('Endere\xe7o de e-mail;F\xf6rnamn\r\na@p.example;Ren\xe9e\r\n', 'latin1');
  expect((await readList(text)).rows).toMatchObject([{ email: 'a@p.example', firstName: 'Renée' }]);
});

test.each([
  ['Our subscribers,\nemail,name\na@p.example,A\n', 1],
  ['"Readers; all of them"\n\n"As of 1 March 2026"\n\nE-Mail;Vorname\na@p.example;A\n', 2],
  ['Email\nExported on Monday\nEmail,First Name\na@p.example,A\n', 2],
  ['sep=,\nOur list,,\nemail,name,town\na@p.example,A,C\n', 1],
  [',,\n,,\nemail,name,town\na@p.example,A,C\n', 0],
])('lines above the headings of %j are left out, and counted', async (text, linesAbove) => {
  const { rows, invalid, findings } = await readList(text);
  expect(rows).toMatchObject([{ email: 'a@p.example', firstName: 'A' }]);
  expect(invalid).toEqual([]);
  expect(findings.linesAbove).toBe(linesAbove);
});

test('an address above the headings is no reader, and said so; the headings below still count', async () => {
  const text = 'Exported by,admin@p.example\nemail,status\na@p.example,active\nb@p.example,unsubscribed\n';
  const { wishes, invalid } = await readList(text);
  expect(wishes).toEqual({ a: 'active', b: 'unsubscribed' });
  expect(invalid).toMatchObject([{ line: 1, reason: expect.stringMatching(/above the headings/) }]);
});

test('headings that come again are no row; others than the first end the import', async () => {
  const { wishes, invalid } = await readList('email,status\na@p.example,active\nemail,status\nb@p.example,left\n');
  expect([wishes, invalid]).toEqual([{ a: 'active', b: 'unsubscribed' }, []]);
  await expect(readList('email,name,status\na@p.example,A,active\nemail,status\nb@p.example,left\n')).rejects.toThrow(
    /Line 3 has a second, different row of headings/,
  );
});

test('without a column of addresses, the error shows the shortened headings', async () => {
  await expect(readList('Our readers\nKontonummer;Ort;Ein recht langer Name einer Spalte\n1;C;D\n')).rejects.toThrow(
    'The file has no column of addresses. Its headings are "Kontonummer", "Ort", "Ein recht langer Name einer Sp…". ' +
      'Rename the column of addresses to "email".',
  );
  const wide = Array.from({ length: 14 }, (_, n) => `h${n}`).join(',');
  await expect(readList(`${wide}\n`)).rejects.toThrow(/"h9" …\. Rename/);
});

test('zones are returned in the spelling of the IANA database; unknown zones are counted by name', async () => {
  const zones = ['Asia/Kolkata', 'us/eastern', 'Etc/GMT+5', 'GMT', 'Mars/Olympus', 'Mars/Olympus', '+02:00', ''];
  const { rows, findings } = await readList(
    `email,zone\n${zones.map((zone, n) => `r${n}@p.example,${zone}`).join('\n')}\n`,
  );
  const read = ['Asia/Kolkata', 'US/Eastern', 'Etc/GMT+5', 'GMT', undefined, undefined, undefined, undefined];
  expect(rows.map(({ extras }) => extras?.zone)).toEqual(read);
  expect(Object.fromEntries(findings.unknownZones)).toEqual({ 'Mars/Olympus': 2, '+02:00': 1 });
});

test('when and where consent was given is kept with the record', async () => {
  const text = 'email,Consent date,Consent source,Einwilligung\na@p.example,2024-02-12,"Fair, Soria",ja\n';
  const { rows } = await readList(text);
  expect(rows).toMatchObject([{ wish: 'active', extras: { consentAt: '2024-02-12', consentSource: 'Fair, Soria' } }]);
});
