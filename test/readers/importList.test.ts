import { describeEmptied } from '../../src/readers/import/findings.ts';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportSubscribers } from '../../src/readers/exportCsv.ts';
import { decodeCsv } from '../../src/readers/import/csvText.ts';
import { importSubscribers, type ImportReport } from '../../src/readers/import/importList.ts';
import { subscribeFurther } from '../../src/readers/furtherSubscription.ts';
import { confirmSubscription } from '../../src/readers/optIn.ts';
import { unsubscribe, unsubscribeEverything } from '../../src/readers/optOut.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addNewsletter,
  confirmToken,
  createClock,
  emptyList,
  evidence,
  keys,
  publicUrl,
  statusOf,
  subscriberId,
  unsubscribeToken,
  requestSubscription,
} from './support.ts';
import { runs } from '../support/runs.ts';

let database: TestDatabase;
let newsletterId: number;
const clock = createClock();
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyList(database.db);
  newsletterId = await addNewsletter(database.db, `morning-${++count}`);
});

const deps = () => ({ db: database.db, keys, now: clock.now, publicUrl });
const status = (emailKey: string) => statusOf(database.db, emailKey, newsletterId);
const code = (value: string) => expect.objectContaining({ code: value });

function importText(text: string | Buffer, dryRun = false, ignoreColumns: string[] = []): Promise<ImportReport> {
  // Cut anywhere, in the middle of a character too.
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) => bytes.subarray(n * 7, n * 7 + 7));
  return importSubscribers(deps(), [{ name: '', bytes: Readable.from(chunks), wish: 'active' }], {
    newsletterId,
    consent: 'Asked at the fair, 2025',
    dryRun,
    ignoreColumns,
  });
}

async function exportText(): Promise<string> {
  let text = '';
  for await (const piece of exportSubscribers(deps(), { newsletterId })) text += piece;
  return text;
}

async function names(): Promise<Record<string, string>> {
  const rows = await database.db.selectFrom('subscribers').select(['email', 'first_name']).execute();
  return Object.fromEntries(rows.map((row) => [row.email, row.first_name]));
}

const nothing = { total: 0, added: 0, known: 0, suppressed: 0, inactive: 0, unsubscribedKept: 0, duplicates: 0 };

describe('the columns of a list', () => {
  it.each([
    ['comma', 'email,first_name\nana@paper.example,Ana\n'],
    ['semicolon, other order, no last line end', 'Vorname;E-Mail\r\nAna;ana@paper.example'],
    ['tab', 'First Name\tEmail Address\nAna\tana@paper.example\n'],
    ['bar, byte order mark', '\uFEFFE-mail|Name\nana@paper.example|Ana Ruiz\n'],
    ['quoted line ends', 'note,"Email Address","First Name"\n"one\ntwo, three",ana@paper.example,"Ana"\n'],
    ['name turned round', 'Name;Email\n"Ruiz, Ana";ana@paper.example\n'],
    ['blank lines', '\n\nemail,fname\n\n ana@paper.example , Ana \n,\n\n'],
  ])('are found: %s', async (_what, text) => {
    expect(await importText(text)).toMatchObject({ total: 1, added: 1 });
    expect(await names()).toEqual({ 'ana@paper.example': 'Ana' });
  });

  it('are not needed for a bare list', async () => {
    expect(await importText('ana@paper.example\nbo@paper.example\n')).toMatchObject({ total: 2, added: 2 });
  });

  it('may be in Windows-1252, or some lines of them', async () => {
    const bytes = Buffer.concat([
      Buffer.from('email,name\nzoe@paper.example,Zoë\n'),
      Buffer.from('email2@paper.example,Ren\xe9e\n', 'latin1'),
    ]);
    await importText(bytes);
    expect(await names()).toEqual({ 'zoe@paper.example': 'Zoë', 'email2@paper.example': 'Renée' });
  });

  it.each(['utf16le', 'utf16be'] as const)('may be in %s, as spreadsheets write "Unicode text"', async (encoding) => {
    const little = Buffer.from('\ufeffemail\tname\r\nzoe@paper.example\tΖωή\r\n', 'utf16le');
    await importText(encoding === 'utf16le' ? little : Buffer.from(little).swap16());
    expect(await names()).toEqual({ 'zoe@paper.example': 'Ζωή' });
  });

  it('may come in pieces of a byte', async () => {
    const bytes = Buffer.from('\ufeffemail,name\nzoe@paper.example,Zoë\n', 'utf16le');
    const pieces = Array.from(bytes, (byte) => Buffer.of(byte));
    let text = '';
    for await (const part of decodeCsv(ReadableStream.from(pieces))) text += part;
    expect(text).toBe('email,name\nzoe@paper.example,Zoë\n');
  });

  it('have to be there', async () => {
    await expect(importText('name,town\nAna,Soria\n')).rejects.toEqual(code('INVALID_INPUT'));
    await expect(importText('')).rejects.toEqual(code('INVALID_INPUT'));
  });

  it('cannot be read with a quote that is never closed', async () => {
    await expect(importText('email,name\n"ana@paper.example,Ana\nbo@paper.example,Bo\n')).rejects.toEqual(
      code('INVALID_INPUT'),
    );
  });
});

describe('an import', () => {
  it('reports bad rows by line and takes the rest', async () => {
    const report = await importText(
      'email,name\nana@paper.example,"A\nB"\n\nno address,x\nbo@paper.example,Bo\n"",y\n',
    );
    expect(report).toMatchObject({ total: 4, added: 2, invalid: { count: 2 } });
    expect(report.invalid.rows.map((row) => row.line)).toEqual([5, 7]);
    expect(JSON.stringify(report)).not.toContain('no address,');
  });

  it('stops before anything is stored, at an unknown column that may contain opt-outs', async () => {
    const text =
      'email,Opt. (web),Town,Mail permitted,Remark\nana@paper.example,,Soria,A,\nbo@paper.example,x,Lugo,B,\n';
    for (const dryRun of [true, false])
      await expect(importText(text, dryRun)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message:
          'The columns "Opt. (web)" and "Mail permitted" look as if they said who may be mailed, and are not understood; ' +
          'nothing is imported. If they do not, --ignore-column "Opt. (web)" --ignore-column "Mail permitted" goes on.',
      });
    await expect(importText(text, false, ['opt web'])).rejects.toThrow(
      'The column "Mail permitted" looks as if it said who may be mailed, and is not understood; nothing is imported. ' +
        'If it does not, --ignore-column "Mail permitted" goes on.',
    );
    await expect(importText(text, false, ['Twon'])).rejects.toThrow('The list has no column "Twon" to ignore');
    expect(await names()).toEqual({});
    const report = await importText(text, false, ['opt web', 'MAIL PERMITTED']);
    expect(report).toMatchObject({ added: 2, ignoredColumns: ['Opt. (web)', 'Town', 'Mail permitted', 'Remark'] });
  });

  it('says what the list itself holds back, and why', async () => {
    const words = ['active', 'pending', 'unsubscribed', 'left', 'bounced', 'blocked', 'complained', 'Gold'];
    const rows = words.map((word, n) => `r${n}@paper.example,${word},Mars/Olympus`).join('\n');
    expect(await importText(`Our list,,\nemail,status,zone\n${rows}\n`)).toEqual({
      ...nothing,
      total: 8,
      added: 1,
      inactive: 6,
      heldBack: { pending: 1, unsubscribed: 2, bounced: 1, blocked: 1, complained: 1 },
      invalid: {
        count: 1,
        rows: [{ file: '', line: 10, reason: expect.stringMatching(/status that is not understood/) }],
      },
      ignoredColumns: [],
      linesAbove: 1,
      unknownValues: [{ column: 'status', value: 'Gold', rows: 1 }],
      unknownZones: { count: 7, names: ['Mars/Olympus'] },
      emptiedNames: { count: 0, rows: [] },
    });
  });

  it('says which rows lose their first name, and keeps no name', async () => {
    const report = await importText(
      'email,first name\na@paper.example,Ana\nb@paper.example,R2D2\nc@paper.example,\nd@paper.example,see www.x.example\n',
    );
    expect(report).toMatchObject({ added: 4, emptiedNames: { count: 2, rows: [{ line: 3 }, { line: 5 }] } });
    expect(JSON.stringify(report)).not.toContain('R2D2');
    expect(describeEmptied(report.emptiedNames!)).toBe(
      '2 first names were left out, because a greeting shows no digits, links or signs: lines 3, 5.',
    );
  });

  it('reads its own export back, every reader as it was', async () => {
    await importText(
      'email,status,zone\nana@paper.example,,Asia/Kolkata\nbo@paper.example,left,\ncy@paper.example,pending,\n',
    );
    await suppressAddress(deps(), { email: 'ana@paper.example', reason: 'complaint' });
    const exported = await exportText();
    await emptyList(database.db);
    const report = await importText(exported);
    expect(report).toMatchObject({ total: 3, added: 0, inactive: 3, invalid: { count: 0 }, unknownValues: [] });
    expect(report.heldBack).toMatchObject({ complained: 1, unsubscribed: 1, pending: 1 });
  });

  it('caps the bad rows that it lists', async () => {
    const report = await importText(`email\n${'nobody\n'.repeat(1200)}`);
    expect(report.invalid.count).toBe(1200);
    expect(report.invalid.rows).toHaveLength(1000);
  });

  it('needs a word on consent, and records it for each', async () => {
    await expect(
      importSubscribers(deps(), [{ name: '', bytes: Readable.from(['email\n']), wish: 'active' }], {
        newsletterId,
        consent: ' ',
        dryRun: false,
      }),
    ).rejects.toEqual(code('INVALID_INPUT'));
    await importText('email\nana@paper.example\n');
    const record = await showSubscriber(deps(), 'Ana@paper.example');
    expect(record?.history).toMatchObject([{ kind: 'imported', textShown: 'Asked at the fair, 2025' }]);
    expect(record?.history[0]?.textVersion).toMatch(/^[0-9a-f]{16}$/);
  });

  it('takes what readers chose elsewhere along, where it can be chosen here, and keeps what the file says of consent', async () => {
    await importText(
      'Email Address,LANGUAGE,TIMEZONE,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME\n' +
        'ana@paper.example,es-MX,America/New_york,2020-01-01 10:00:00,2020-01-01 10:05:00,\n' +
        'bo@paper.example,tlh,Middle/Earth,,,\n' +
        'cy@paper.example,en,,,,2021-01-01 10:00:00\n',
    );
    const { rows } = await sql`select email, language, zone from subscribers r
      join subscriptions s on s.subscriber_id = r.id order by email`.execute(database.db);
    expect(rows).toEqual([
      { email: 'ana@paper.example', language: 'es', zone: 'America/New_York' },
      { email: 'bo@paper.example', language: null, zone: null },
      { email: 'cy@paper.example', language: 'en', zone: null },
    ]);
    expect((await showSubscriber(deps(), 'ana@paper.example'))?.history).toMatchObject([
      { detail: { file: { signedUpAt: '2020-01-01 10:00:00', confirmedAt: '2020-01-01 10:05:00' } } },
    ]);
    expect((await showSubscriber(deps(), 'cy@paper.example'))?.history).toMatchObject([
      { kind: 'unsubscribed', detail: { from: null, file: { leftAt: '2021-01-01 10:00:00' } } },
    ]);
  });

  it('never changes what a reader has chosen here', async () => {
    await importText('email,frequency,language,name\nana@paper.example,weekly,es,Ana\n');
    await importText('email,frequency,language,name\nana@paper.example,daily,en,Anna\n');
    const { rows } = await sql`select frequency, language, first_name from subscribers r
      join subscriptions s on s.subscriber_id = r.id`.execute(database.db);
    expect(rows).toEqual([{ frequency: 'weekly', language: 'es', first_name: 'Ana' }]);
  });

  it('reads all of a list before it changes anything', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `r${n}@paper.example`).join('\n');
    await expect(importText(`email\n${rows}\n"never closed`)).rejects.toEqual(code('INVALID_INPUT'));
    expect(await names()).toEqual({});
  });

  it('leaves no connection behind, whether it ends well or not', async () => {
    await importText('email\nana@paper.example\n');
    await importText('nothing\n').catch(() => undefined);
    await expect
      .poll(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity
          where datname = current_database() and query like '%wishes%' and pid <> pg_backend_pid()`.execute(
          database.db,
        );
        return rows.length;
      })
      .toBe(0);
  });

  it('refers to rows that are there, though the checks are spared', async () => {
    await importText('email,status\nana@paper.example,\nbo@paper.example,unsubscribed\ncy@paper.example,pending\n');
    const { rows } = await sql`
      select 1 from subscriptions s where not exists (select from subscribers r where r.id = s.subscriber_id)
      union all
      select 1 from consent_events e where not exists (select from subscribers r where r.id = e.subscriber_id)`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
    const options = { newsletterId: 2_000_000, consent: 'x', dryRun: false };
    const files = [{ name: '', bytes: Readable.from(['di@paper.example\n']), wish: 'active' as const }];
    await expect(importSubscribers(deps(), files, options)).rejects.toEqual(code('NOT_FOUND'));
    expect(Object.keys(await names())).not.toContain('di@paper.example');
  });

  it('keeps tabs, backslashes and quotes in their places', async () => {
    const said = 'C:\\temp\\N\t"so"';
    await importText(`email|first_name|consent_text\no'neil@paper.example|"Ann\tB"|"${said.replaceAll('"', '""')}"\n`);
    expect(await names()).toEqual({ "o'neil@paper.example": 'Ann B' });
    const record = await showSubscriber(deps(), "o'neil@paper.example");
    expect(record?.history).toMatchObject([{ detail: { file: { consentText: said } } }]);
  });

  it('changes nothing the second time', async () => {
    const text = 'email,status\nana@paper.example,\nbo@paper.example,unsubscribed\ncy@paper.example,cleaned\n';
    expect(await importText(text)).toMatchObject({ ...nothing, total: 3, added: 1, inactive: 2 });
    const before = await exportText();
    clock.advance(1000);
    expect(await importText(text)).toMatchObject({ ...nothing, total: 3, known: 1, inactive: 2 });
    expect(await exportText()).toBe(before);
    const { rows } = await sql`select 1 from consent_events`.execute(database.db);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['status', 'unsubscribed'],
    ['status', 'Cleaned'],
    ['Status', 'bounced'],
    ['status', 'pending'],
    ['status', 'non-subscribed'],
    ['subscription_status', 'unconfirmed'],
    ['UNSUB_TIME', '2024-01-01 10:00:00'],
    ['CLEAN_TIME', '2024-01-01 10:00:00'],
    ['subscribed_to_emails', 'false'],
    ['opted out', 'Yes'],
    ['status', 'VIP'],
  ])('never makes active whom %s calls %s', async (heading, word) => {
    expect(await importText(`email,${heading}\nana@paper.example,${word}\n`)).toMatchObject({ total: 1, added: 0 });
    expect(await status('ana@paper.example')).not.toBe('active');
  });

  it('honours an opt-out in any row of an address, before or after, near or far', async () => {
    const others = Array.from({ length: 2500 }, (_, n) => `r${n}@paper.example,subscribed`).join('\n');
    const text = `email,status\nana@paper.example,subscribed\nbo@paper.example,unsubscribed\n${others}\nANA@paper.example,unsubscribed\nbo@paper.example,subscribed\nr2499@paper.example,unsubscribed\n`;
    const dry = await importText(text, true);
    expect(await importText(text)).toEqual(dry);
    expect(dry).toMatchObject({ total: 2505, duplicates: 3 });
    for (const email of ['ana', 'bo', 'r2499']) expect(await status(`${email}@paper.example`)).toBe('unsubscribed');
    expect(await status('r1@paper.example')).toBe('active');
  });

  it('does not add suppressed or erased readers, and keeps unsubscribed readers unsubscribed', async () => {
    await importText('email\nleft@paper.example\ngone@paper.example\n');
    const token = unsubscribeToken(await subscriberId(database.db, 'left@paper.example'), newsletterId);
    await unsubscribe(deps(), token, evidence);
    await eraseSubscriber(deps(), 'gone@paper.example');
    await suppressAddress(deps(), { email: 'bad@paper.example', reason: 'bounce' });
    const report = await importText(
      'email\nleft@paper.example\ngone@paper.example\nBad@paper.example\nnew@paper.example\n',
    );
    expect(report).toMatchObject({ total: 4, added: 1, suppressed: 2, unsubscribedKept: 1 });
    expect(await status('left@paper.example')).toBe('unsubscribed');
    expect(await names()).toEqual({ 'left@paper.example': '', 'new@paper.example': '' });
  });

  it('keeps readers who unsubscribed from everything out of every newsletter, until they undo it or sign up again', async () => {
    await importText('email\nback@paper.example\nnew@paper.example\nstill@paper.example\n');
    const idOf = (name: string) => subscriberId(database.db, `${name}@paper.example`);
    const first = newsletterId;
    const tokens = new Map<string, string>();
    for (const name of ['back', 'new', 'still']) {
      tokens.set(name, unsubscribeToken(await idOf(name), first));
      await unsubscribeEverything(deps(), tokens.get(name)!, evidence);
    }
    newsletterId = await addNewsletter(database.db, `late-${count}`);
    const list = 'email\nback@paper.example\nnew@paper.example\nstill@paper.example\n';
    expect(await importText(list)).toMatchObject({ added: 0, unsubscribedKept: 3 });
    expect(await status('still@paper.example')).toBe(null);
    await resubscribe(deps(), tokens.get('back')!, evidence, { everything: true });
    const asked = await requestSubscription(deps(), { newsletterId, email: 'new@paper.example', evidence });
    expect(await importText(list)).toMatchObject({ added: 1, unsubscribedKept: 2 });
    await confirmSubscription(deps(), await confirmToken(database.db, asked.outboxId), evidence);
    newsletterId = await addNewsletter(database.db, `later-${count}`);
    expect(await importText(list)).toMatchObject({ added: 2, unsubscribedKept: 1 });
    await subscribeFurther(deps(), { subscriberId: await idOf('still'), newsletterId }, evidence);
    newsletterId = await addNewsletter(database.db, `latest-${count}`);
    expect(await importText(list)).toMatchObject({ added: 3 });
  });

  it('makes active who signed up without confirming, but not who left since', async () => {
    await requestSubscription(deps(), { newsletterId, email: 'ana@paper.example', evidence });
    expect(await importText('email\nana@paper.example\n')).toMatchObject({ added: 1 });
    expect(await status('ana@paper.example')).toBe('active');
  });

  it('says on a dry run what it would do, and does nothing', async () => {
    await importText('email\nana@paper.example\n');
    const before = await exportText();
    const text =
      'email,status\nana@paper.example,\nbo@paper.example,\nbo@paper.example,\ncy@paper.example,bounced\nx,\n';
    const report = await importText(text, true);
    expect(report).toMatchObject({ total: 5, added: 1, known: 1, inactive: 1, duplicates: 1, invalid: { count: 1 } });
    expect(await exportText()).toBe(before);
    expect(await database.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
    expect(await importText(text)).toEqual(report);
  });

  it('adds nobody twice when two imports run at once', async () => {
    const text = `email\n${Array.from({ length: 300 }, (_, n) => `r${n}@paper.example`).join('\n')}\n`;
    const reversed = `email\n${Array.from({ length: 300 }, (_, n) => `r${299 - n}@paper.example`).join('\n')}\n`;
    const reports = await Promise.all([importText(text), importText(reversed), importText(text)]);
    expect(reports.reduce((sum, report) => sum + report.added, 0)).toBe(300);
    expect(reports.every((report) => report.added + report.known === 300)).toBe(true);
  });

  it('accounts for every row of any file', async () => {
    const word = fc.constantFrom('', 'subscribed', 'unsubscribed', 'cleaned', 'pending', 'gold');
    const email = fc.constantFrom('a@b.example', 'A@b.example', 'c@d.example', 'nobody', 'e@f.example');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(email, word), { minLength: 1 }), async (rows) => {
        const text = `email,status\n${rows.map((row) => row.join(',')).join('\n')}\n`;
        const dry = await importText(text, true);
        const report = await importText(text);
        expect(report).toEqual(dry);
        const { total, invalid, added, known, suppressed, inactive, heldBack, unsubscribedKept, duplicates } = report;
        expect(added + known + suppressed + inactive + unsubscribedKept + duplicates + invalid.count).toBe(total);
        expect(Object.values(heldBack).reduce((sum, part) => sum + part, 0)).toBe(inactive);
        expect(total).toBe(rows.length);
      }),
      { numRuns: runs(7) },
    );
  });
});

describe('the record', () => {
  it('shows a whole history, and nothing after erasure but the suppression', async () => {
    const email = 'ana@paper.example';
    const { outboxId } = await requestSubscription(deps(), { newsletterId, email, firstName: 'Ana', evidence });
    await confirmSubscription(deps(), await confirmToken(database.db, outboxId), evidence);
    const shown = await showSubscriber(deps(), email);
    expect(shown).toMatchObject({
      subscriber: { email, firstName: 'Ana' },
      suppression: null,
      subscriptions: [{ newsletter: `morning-${count}`, status: 'active' }],
      history: [{ kind: 'requested' }, { kind: 'confirmed', networkAddress: '192.0.2.7' }],
      editions: [],
    });
    expect(await eraseSubscriber(deps(), ' ANA@paper.example')).toMatchObject({ wasHeld: true });
    expect(await showSubscriber(deps(), email)).toMatchObject({ subscriber: null, suppression: { reason: 'erased' } });
    const { rows } = await sql<{ text: string }>`
      select (select json_agg(c) from consent_events c)::text || coalesce((select json_agg(o) from outbox o)::text, '') as text`.execute(
      database.db,
    );
    expect(rows[0]?.text).not.toContain('ana@');
    expect(rows[0]?.text).not.toContain('192.0.2.7');
    expect(await eraseSubscriber(deps(), 'nobody@paper.example')).toMatchObject({ wasHeld: false });
    expect(await showSubscriber(deps(), 'unheard@paper.example')).toBeNull();
  });

  it('puts a bounce or complaint in the place of an erasure, never the other way round', async () => {
    const email = 'ana@paper.example';
    await eraseSubscriber(deps(), email);
    expect(await suppressAddress(deps(), { email, reason: 'complaint' })).toBe(true);
    await eraseSubscriber(deps(), email);
    expect(await suppressAddress(deps(), { email, reason: 'manual' })).toBe(false);
    expect((await showSubscriber(deps(), email))?.suppression?.reason).toBe('complaint');
  });
});
