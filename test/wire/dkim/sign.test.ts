import { createHash, createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBody } from '../../../src/wire/dkim/body.ts';
import { coverHeader, relaxValue } from '../../../src/wire/dkim/header.ts';
import { createSigner, signCanonical } from '../../../src/wire/dkim/sign.ts';
import { buildMessageTemplate } from '../../../src/wire/message/build.ts';
import { newSlotNonce, slotMark } from '../../../src/wire/message/slots.ts';
import { formatHeaderDate } from '../../../src/wire/message/headers.ts';
import { parseMessageTemplate, spliceMessage } from '../../../src/wire/message/template.ts';
import { bothPass, ed25519Key, rsaKey, verifySignatures } from './support.ts';
import { runs } from '../../support/runs.ts';

const now = (): Date => new Date('2026-11-24T05:30:00Z');
const keys = [ed25519Key, rsaKey];
const signer = createSigner(keys);
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const signed = async (message: Buffer): Promise<Buffer> => Buffer.concat([await signer(message, now()), message]);
const verify = async (message: Buffer): Promise<string[]> => verifySignatures(message, keys);
const bothAre = (result: string): string[] => bothPass.map((line) => line.replace('pass', result));

/** A reader's message as the mailer makes it. */
function realMessage(to = 'reader@newspaper.example'): Buffer {
  const nonce = newSlotNonce();
  const link = `https://news.paper.example/unsubscribe/${slotMark('unsubscribeToken', nonce)}`;
  const template = buildMessageTemplate(
    {
      from: { name: 'The Harbour Post – Zürich', address: 'news@paper.example' },
      replyTo: 'desk@paper.example',
      subject: 'Ferries sail again, and the harbour’s cranes turn: five stories for this morning from Zürich',
      date: now(),
      headers: [
        ['List-Id', 'Harbour headlines <harbour.news.paper.example>'],
        ['List-Unsubscribe', `<${link}>, <mailto:leave@paper.example>`],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
        ['List-Archive', '<https://news.paper.example/editions/harbour>'],
        ['Feedback-ID', '7:daily:harbour:reveille'],
      ],
      text: `Ferries sail again.\n\n.A line with a dot\n\nLeave: ${link}\n`,
      html: `<h1>Ferries</h1>\n${'<p>Trailing blanks   \n'.repeat(400)}<a href="${link}">Leave</a>\n\n`,
    },
    nonce,
  );
  return spliceMessage(parseMessageTemplate(template), {
    to,
    date: formatHeaderDate(now()),
    messageId: '<abc.1@paper.example>',
    unsubscribeToken: 'u-_4'.repeat(10),
    preferencesToken: '--pB'.repeat(10),
  });
}

test('a real message passes with both signatures, RSA first', async () => {
  expect(await verify(await signed(realMessage()))).toEqual(bothPass);
});

test('an address beyond ASCII is signed as its bytes', async () => {
  const message = realMessage('zoë-à-ōkami@newspaper.example');
  expect(message.some((byte) => byte === 0xa0)).toBe(true);
  expect(await verify(await signed(message))).toEqual(bothPass);
});

test('without keys nothing is added', async () => {
  expect(await createSigner([])(realMessage(), now())).toHaveLength(0);
});

test('with one key there is one signature', async () => {
  const message = realMessage();
  const header = await createSigner([ed25519Key])(message, now());
  expect(await verify(Buffer.concat([header, message]))).toEqual(['ed25519-sha256: pass']);
});

test('messages that are signed at the same time do not mix', async () => {
  const messages = Array.from({ length: 10 }, (_, index) => realMessage(`reader${index}@newspaper.example`));
  const headers = await Promise.all(
    messages.map((message, index) => signer(message, new Date(index * 1000 + now().getTime()))),
  );
  for (const [index, header] of headers.entries())
    expect(await verify(Buffer.concat([header, messages[index]!]))).toEqual(bothPass);
});

test('the headers are folded, name both List-Unsubscribe fields and Feedback-ID, and limit no length', async () => {
  const header = (await signer(realMessage(), now())).toString('latin1');
  expect(header).toMatch(/\r\n$/);
  expect(header).not.toMatch(/[^\r]\n|\r[^\n]|\r\n\r\n/);
  for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  const fields = header.split(/\r\n(?=DKIM)/).map((field) => field.replace(/\r\n /g, ''));
  expect(fields).toHaveLength(2);
  for (const field of fields) {
    expect(field).toContain(
      'h=From:From:Reply-To:Reply-To:To:To:Cc:Subject:Subject:Date:Date:Message-ID:Message-ID:MIME-Version:MIME-Version:' +
        'Content-Type:Content-Type:List-Id:List-Id:List-Unsubscribe:List-Unsubscribe:List-Unsubscribe-Post:' +
        'List-Unsubscribe-Post:List-Archive:List-Archive:Feedback-ID;',
    );
    expect(field).toMatch(/ c=relaxed\/simple; ?d=paper\.example; ?s=[re]20261124; ?t=1795498200;/);
    expect(field).not.toMatch(/[; ](l|i|x)=/);
  }
});

test('the longest domain that a key may have still makes a signature that passes', async () => {
  const domain = `${'n'.repeat(60)}.${'e'.repeat(60)}.${'w'.repeat(60)}.example`;
  const key = { ...ed25519Key, domain };
  const message = realMessage();
  const header = await createSigner([key])(message, now());
  expect(await verifySignatures(Buffer.concat([header, message]), [key])).toEqual(['ed25519-sha256: pass']);
});

const change = (message: Buffer, from: string, to: string): Buffer => {
  const text = message.toString('latin1');
  expect(text).toContain(from);
  return bytes(text.replace(from, to));
};

test.each([
  ['a body byte', 'Ferries sail again.', 'Ferries fail again.'],
  ['the boundary’s end', '--\r\n', '--\r\nmore\r\n'],
  ['From', 'From: ', 'From: X'],
  ['Subject', 'Subject: ', 'Subject: X'],
  ['the reader', 'reader@newspaper', 'other@newspaper'],
  ['List-Unsubscribe', 'mailto:leave@', 'mailto:trap@'],
  ['List-Unsubscribe-Post', '=One-Click', '=Two-Click'],
  ['Feedback-ID', '7:daily', '8:daily'],
  ['Content-Type', 'Content-Type: multipart/alternative', 'Content-Type: multipart/mixed'],
])('a change of %s is found out', async (_, from, to) => {
  expect(await verify(change(await signed(realMessage()), from, to))).toEqual(bothAre('fail'));
});

test.each([
  'From: Somebody <somebody@elsewhere.example>',
  'Subject: Something else',
  'List-Unsubscribe: <https://elsewhere.example/>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'List-Id: <elsewhere.example>',
  'Reply-To: somebody@elsewhere.example',
  'Content-Type: text/plain',
])('one that is added is found out, above or below ours: %s', async (line) => {
  const message = await signed(realMessage());
  expect(await verify(Buffer.concat([bytes(`${line}\r\n`), message]))).toEqual(bothAre('fail'));
  expect(await verify(change(message, '\r\nMIME-Version', `\r\n${line}\r\nMIME-Version`))).toEqual(bothAre('fail'));
});

test.each([
  'List-Unsubscribe: <https://elsewhere.example/>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'List-Id: <elsewhere.example>',
  'Feedback-ID: 1:2:3:4',
])('one that a mail lacks cannot be added either: %s', async (line) => {
  const message = await signed(bytes('From: a@paper.example\r\nSubject: x\r\n\r\nbody\r\n'));
  expect(await verify(message)).toEqual(bothPass);
  expect(await verify(Buffer.concat([bytes(`${line}\r\n`), message]))).toEqual(bothAre('fail'));
});

test('what relays do on their way changes nothing: trace fields, a Feedback-ID of their own, new folds', async () => {
  const message = change(await signed(realMessage()), 'Subject: ', 'SUBJECT :\r\n\t ');
  const trace = 'Received: from mailer by relay.example\r\nFeedback-ID: relay:1\r\nX-Relay: 1\r\n';
  expect(await verify(Buffer.concat([bytes(trace), message]))).toEqual(bothPass);
});

const blank = fc.constantFrom(' ', '\t', '  ', '\r\n ', ' \r\n\t', '');
const word = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((array) =>
  Buffer.from(array)
    .toString('latin1')
    .replace(/[\0- :;\x7f]/g, 'x'),
);
const value = fc
  .array(fc.tuple(blank, word), { minLength: 1, maxLength: 6 })
  .chain((words) => fc.constantFrom('', ' ', '\t ').map((end) => words.flat().join('') + end));
const name = fc.constantFrom(
  'From',
  'from',
  'Froms',
  'Subject',
  'SUBJECT ',
  'To',
  'Date',
  'Reply-To',
  'Content-Type',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Feedback-ID',
  'X-Other',
);
const body = fc
  .array(fc.oneof(word, fc.constantFrom('\r\n', '\r\n\r\n', ' \r\n', 'From: x\r\n', '\t')), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('verifies with any fields, any folding and any end of the body', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 14 }), body, async (fields, text) => {
      const head = [['From', ' a@paper.example'], ...fields].map(([key, content]) => `${key}:${content}\r\n`).join('');
      expect(await verify(await signed(bytes(`${head}\r\n${text}`)))).toEqual(bothPass);
    }),
    { numRuns: runs(40) },
  );
});

test.each([
  ['', '\r\n'],
  ['\r\n', '\r\n'],
  ['\r\n\r\n\r\n', '\r\n'],
  ['text', 'text\r\n'],
  ['text\r\n', 'text\r\n'],
  ['text\r\n\r\n\r\n', 'text\r\n'],
  ['text\r\n \r\n', 'text\r\n \r\n'],
  ['text\n\n', 'text\n\n\r\n'],
  ['\r\ntext\r', '\r\ntext\r\r\n'],
])('the body %j is hashed as %j', (text, canonical) => {
  const message = bytes(`From: a@paper.example\r\n\r\n${text}`);
  expect(hashBody(message, message.length - text.length)).toBe(createHash('sha256').update(canonical).digest('base64'));
});

test('of fields that occur twice the lower comes first', () => {
  const { names, canonical } = coverHeader('To: a\r\nX: y\r\nFrom:  b\r\nTo:c  d \r\n\te');
  expect(names).toContain('From:From:To:To:To:Cc:Subject:');
  expect(canonical).toBe('from:b\r\nto:c d e\r\nto:a\r\n');
});

test('the Ed25519 example of RFC 8463 comes out as it is printed there', async () => {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const seed = Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=', 'base64');
  const privateKey = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
  const fields = [
    ['from', ' Joe SixPack <joe@football.example.com>'],
    ['to', ' Suzie Q <suzie@shopping.example.net>'],
    ['subject', ' Is dinner ready?'],
    ['date', ' Fri, 11 Jul 2003 21:00:37 -0700 (PDT)'],
    ['message-id', ' <20030712040037.46341.5F8J@football.example.com>'],
  ] as const;
  const own =
    ' v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n' +
    ' q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n' +
    ' bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=';
  const canonical =
    fields.map(([key, content]) => `${key}:${relaxValue(content)}\r\n`).join('') + `dkim-signature:${relaxValue(own)}`;
  expect(await signCanonical({ algorithm: 'ed25519-sha256', privateKey }, bytes(canonical))).toBe(
    '/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==',
  );
});
