import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig, type Relay } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/db/client.ts';
import { deliverEdition, freezeAudience, type DeliverDeps } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import {
  makeCertificate,
  PASSWORD,
  startMailServer,
  type MailServer,
  type ServerKind,
  type ServerOptions,
} from '../support/mailServers.ts';

const forever = new AbortController().signal;
const log = createLog('test', 'silent');
const READERS = 25;
let database: TestDatabase;
let certificate: { key: string; cert: string };
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  certificate = await makeCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await database.db.deleteFrom('relay_states').execute();
});
afterAll(() => database.drop());

async function start(kind: ServerKind, options: ServerOptions): Promise<MailServer> {
  const server = await startMailServer(kind, certificate, options);
  closers.push(server.stop);
  return server;
}

const relaysOf = (url: string): readonly Relay[] => loadConfig({ SMTP_URL: url }, { hostName: 'box' }).relays;

function openMailer(relays: readonly Relay[]): DeliverDeps {
  const db = openDatabase(database.url, { maxConnections: 6 });
  const transport = openSmtpTransport(relays, { log, db });
  closers.push(async () => {
    await transport.close();
    await db.destroy();
  });
  const transports = { forRun: async () => transport, close: async () => undefined };
  return { db, log, now: () => new Date(), keys: testKeys, transports };
}

let editions = 0;
async function makeEdition(): Promise<{ editionId: number; slug: string }> {
  const slug = `matrix${++editions}`;
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, slug, READERS));
  await freezeAudience(database, editionId);
  return { editionId, slug };
}

/** Delivers until nobody waits, as the sweep does. */
async function deliverWhole(mailer: DeliverDeps, editionId: number): Promise<void> {
  const deliver = async (): Promise<string> => {
    await sql`update deliveries set next_attempt_at = now() where edition_id = ${editionId} and state = 'pending'`.execute(
      database.db,
    );
    await deliverEdition(mailer, editionId, forever);
    return (await editionStatus(database, editionId)).state;
  };
  await expect.poll(deliver, { interval: 300 }).toBe('submitted');
}

/** All but the third, whom each server refuses. */
const expected = (slug: string): string[] =>
  Array.from({ length: READERS }, (_, index) => `reader${index + 1}@${slug}.example`)
    .filter((address) => !address.startsWith('reader3@'))
    .toSorted();

const SIGN_IN = `news:${encodeURIComponent(PASSWORD)}@`;

type Row = { kind: ServerKind; security: string; options: ServerOptions; url: (server: MailServer) => string };

const rowsOf = (kind: ServerKind): Row[] => [
  {
    kind,
    security: 'clear text, no password',
    options: { hasTls: false },
    url: ({ port }) => `smtp://127.0.0.1:${port}`,
  },
  ...(kind === 'opensmtpd'
    ? []
    : ([
        {
          kind,
          security: 'clear text, PLAIN',
          options: { hasTls: false, mechanisms: 'PLAIN LOGIN' },
          url: ({ port }) => `smtp://${SIGN_IN}127.0.0.1:${port}`,
        },
        {
          kind,
          security: 'STARTTLS, no password',
          options: {},
          url: ({ port }) => `smtp://127.0.0.1:${port}?tls=required`,
        },
        {
          kind,
          security: 'STARTTLS, PLAIN',
          options: { mechanisms: 'PLAIN' },
          url: ({ port }) => `smtp://${SIGN_IN}127.0.0.1:${port}?tls=required`,
        },
        {
          kind,
          security: 'STARTTLS, LOGIN',
          options: { mechanisms: 'LOGIN' },
          url: ({ port }) => `smtp://${SIGN_IN}127.0.0.1:${port}?name=mail.paper.example`,
        },
        {
          kind,
          security: 'implicit TLS, no password',
          options: {},
          url: ({ tlsPort }) => `smtps://127.0.0.1:${tlsPort}`,
        },
        {
          kind,
          security: 'implicit TLS, PLAIN',
          options: { mechanisms: 'PLAIN LOGIN' },
          url: ({ tlsPort }) => `smtps://${SIGN_IN}127.0.0.1:${tlsPort}`,
        },
      ] satisfies Row[])),
];

const KINDS: readonly ServerKind[] = ['postfix', 'exim', 'opensmtpd'];

describe('an edition arrives completely, except for refused readers', () => {
  test.each(KINDS.flatMap(rowsOf))('through $kind by $security', async ({ kind, security, options, url }) => {
    const server = await start(kind, options);
    const { editionId, slug } = await makeEdition();
    await deliverWhole(openMailer(relaysOf(url(server))), editionId);
    const { deliveries } = await editionStatus(database, editionId);
    expect(deliveries).toMatchObject({ submitted: READERS - 1, failed: 1, unknown: 0 });
    await expect.poll(async () => (await server.arrived()).toSorted()).toEqual(expected(slug));
    console.info(`${kind} ${server.version}: ${security}: ${deliveries.submitted} submitted and arrived, 1 refused`);
  });

  test.each(KINDS)('through a %s that is restarted in mid-send', async (kind) => {
    const server = await start(kind, { hasTls: false });
    const { editionId } = await makeEdition();
    const mailer = openMailer(relaysOf(`smtp://127.0.0.1:${server.port}?rate=10&connections=4`));
    const sending = deliverEdition(mailer, editionId, forever);
    await expect.poll(async () => (await server.arrived()).length).toBeGreaterThan(2);
    await server.restart();
    await sending;
    await deliverWhole(mailer, editionId);
    const { deliveries } = await editionStatus(database, editionId);
    expect(deliveries).toMatchObject({ failed: 1, pending: 0 });
    expect(deliveries.submitted + deliveries.unknown).toBe(READERS - 1);
    // Who is unknown has it or not; all others have it, and nobody has it twice.
    await expect.poll(async () => (await server.arrived()).length).toBeGreaterThanOrEqual(deliveries.submitted);
    const arrived = await server.arrived();
    expect(new Set(arrived).size).toBe(arrived.length);
    console.info(
      `${kind} ${server.version}: restart: ${deliveries.submitted} submitted, ${deliveries.unknown} unknown`,
    );
  });
});

describe('an edition is paused, and nobody fails', () => {
  test.each(['postfix', 'exim'] as const)('where %s refuses the password, which it sees once', async (kind) => {
    const server = await start(kind, { mechanisms: 'PLAIN LOGIN' });
    const { editionId } = await makeEdition();
    const relays = relaysOf(`smtp://news:guess@127.0.0.1:${server.port}`);
    const mailers = [openMailer(relays), openMailer(relays)];
    await Promise.all(mailers.map((mailer) => deliverEdition(mailer, editionId, forever)));
    const status = await editionStatus(database, editionId);
    expect(status).toMatchObject({
      state: 'paused',
      flag: 'sender_fault',
      deliveries: { pending: READERS, failed: 0 },
    });
    expect(status.flagDetail).toMatch(/refuses the user name or the password of SMTP_URL: 535/);
    const failures = (await server.log()).match(/SASL PLAIN authentication failed|authenticator failed/g);
    expect(failures).toHaveLength(1);
    console.info(`${kind} ${server.version}: wrong password: shown once; ${status.flagDetail}`);
  });

  test.each(KINDS)('where %s refuses the name that it is greeted with, and the flag names ?name=', async (kind) => {
    const server = await start(kind, { hasTls: false });
    const { editionId } = await makeEdition();
    const [relay] = relaysOf(`smtp://127.0.0.1:${server.port}`);
    await deliverEdition(openMailer([{ ...relay!, name: 'box' }]), editionId, forever);
    const status = await editionStatus(database, editionId);
    expect(status).toMatchObject({
      state: 'paused',
      flag: 'sender_fault',
      deliveries: { pending: READERS, failed: 0 },
    });
    expect(status.flagDetail).toContain('greeted as box; ?name= in SMTP_URL');
    console.info(`${kind} ${server.version}: bare name: ${status.flagDetail}`);
  });
});

test('the OpenSMTPD of Debian 12 fails in TLS by itself: readers wait, and the edition says why', async () => {
  const server = await start('opensmtpd', {});
  const { editionId } = await makeEdition();
  const ending = new AbortController();
  const sending = deliverEdition(openMailer(relaysOf(`smtps://127.0.0.1:${server.tlsPort}`)), editionId, ending.signal);
  await expect.poll(async () => (await editionStatus(database, editionId)).flag).toBe('relay_down');
  ending.abort();
  await sending;
  const status = await editionStatus(database, editionId);
  expect(status.deliveries).toMatchObject({ pending: READERS, failed: 0 });
  expect(status.flagDetail).toContain('TLS fails');
});
