import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import type { Relay } from '../../../src/platform/config.ts';
import { probeRelay, type RelayProbe } from '../../../src/deliver/deliver.ts';
import { judgeNoRelay, judgeRelay } from '../../../src/checks/preflight/relay.ts';
import { startSink } from '../../support/sink.ts';
import { outcomes, relayAt } from './zone.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A relay on loopback with a certificate that nobody vouches for. */
async function startRelay(options: SMTPServerOptions, relay: Partial<Relay> = {}): Promise<Relay> {
  const server = new SMTPServer({ ...options, logger: false });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => new Promise((done) => server.close(done)));
  const { port } = server.server.address() as { port: number };
  return {
    host: '127.0.0.1',
    port,
    implicitTls: false,
    requireTls: false,
    auth: null,
    ...relay,
  };
}

const signIn: SMTPServerOptions = {
  onAuth: ({ password }, _session, callback) =>
    password === 'right' ? callback(null, { user: 'paper' }) : callback(new Error('no such user')),
};

describe('what connecting to a relay tells', () => {
  test('clear text and PIPELINING, as they are', async () => {
    for (const pipelining of [true, false]) {
      const sink = await startSink({ pipelining });
      closers.push(sink.close);
      expect(await probeRelay(sink.relay)).toEqual({
        kind: 'ready',
        tls: null,
        signIn: 'none',
        isPipelining: pipelining,
        text: '',
      });
      expect(sink.received).toEqual([]);
    }
  });

  test('that no password goes in clear text, save on this very machine or where its address allows it', async () => {
    const relay = await startRelay(
      { ...signIn, disabledCommands: ['STARTTLS'] },
      { auth: { user: 'paper', pass: 'right' } },
    );
    expect(await probeRelay(relay)).toMatchObject({ kind: 'ready', tls: null, signIn: 'accepted' });
    // The same machine by an address that does not say so.
    const elsewhere = { ...relay, host: '0.0.0.0' };
    expect(await probeRelay(elsewhere)).toMatchObject({ kind: 'refused', what: 'tls' });
    expect(await probeRelay({ ...elsewhere, allowClearPassword: true })).toMatchObject({ signIn: 'accepted' });
    expect(await probeRelay({ ...elsewhere, auth: null })).toMatchObject({ kind: 'ready', tls: null });
  });

  test('STARTTLS, its certificate and that the user is accepted', async () => {
    const probe = await probeRelay(await startRelay(signIn, { auth: { user: 'paper', pass: 'right' } }));
    expect(probe).toMatchObject({ kind: 'ready', signIn: 'accepted', isPipelining: true });
    expect(probe.kind === 'ready' && probe.tls).toMatchObject({
      protocol: expect.stringMatching(/^TLSv1/),
      validUntil: expect.any(Date),
      mistrust: expect.stringMatching(/EXPIRED|SELF_SIGNED/),
    });
  });

  test('a refused user, and the other offers of the relay', async () => {
    const probe = await probeRelay(await startRelay(signIn, { auth: { user: 'paper', pass: 'wrong' } }));
    expect(probe).toMatchObject({ kind: 'ready', signIn: 'refused', isPipelining: true });
    expect(JSON.stringify(probe)).not.toContain('wrong');
  });

  test('a certificate that is refused, by either kind of TLS', async () => {
    const implicit = await startRelay({ secure: true }, { implicitTls: true });
    expect(await probeRelay(implicit)).toMatchObject({ kind: 'refused', what: 'certificate' });
    expect(await probeRelay(await startRelay({}, { requireTls: true }))).toMatchObject({
      kind: 'refused',
      what: 'certificate',
    });
  });

  test('TLS that is asked for and not to be had', async () => {
    const relay = await startRelay({ disabledCommands: ['STARTTLS'] }, { requireTls: true });
    expect(await probeRelay(relay)).toMatchObject({ kind: 'refused', what: 'tls' });
  });

  test('that nobody listens', async () => {
    const relay = await startRelay({});
    for (const close of closers.splice(0)) await close();
    expect(await probeRelay(relay)).toMatchObject({ kind: 'refused', what: 'connection' });
  });
});

describe('what is said of it', () => {
  const NOW = new Date('2026-11-24T12:00:00Z');
  const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
  type Ready = Extract<RelayProbe, { kind: 'ready' }>;
  const tls = { protocol: 'TLSv1.3', validUntil: inDays(60), mistrust: null };
  const ready: Ready = { kind: 'ready', tls, signIn: 'accepted', isPipelining: true, text: '' };
  /** Relay, TLS, PIPELINING. */
  const judge = (probe: RelayProbe, addresses: string[] = ['8.8.4.4']): string[] =>
    outcomes(judgeRelay(relayAt(addresses), probe, NOW));

  test('all is well', () => {
    expect(judge(ready)).toEqual(['pass', 'pass', 'pass']);
    const findings = judgeRelay(relayAt(['8.8.4.4']), ready, NOW);
    expect(findings[1]?.found).toContain('valid for 60 days');
  });

  test('a certificate that ends soon, or that only this machine accepts, is a warning', () => {
    expect(judge({ ...ready, tls: { ...tls, validUntil: inDays(13) } })).toEqual(['pass', 'warn', 'pass']);
    expect(judge({ ...ready, tls: { ...tls, mistrust: 'self-signed' } })).toEqual(['pass', 'warn', 'pass']);
  });

  test('clear text fails over the internet, is a warning on a private network, and passes on this machine', () => {
    expect(judge({ ...ready, tls: null })).toEqual(['pass', 'fail', 'pass']);
    expect(judge({ ...ready, tls: null }, ['10.0.0.1'])).toEqual(['pass', 'warn', 'pass']);
    expect(judge({ ...ready, tls: null, signIn: 'none' }, [])).toEqual(['pass', 'warn', 'pass']);
    expect(judge({ ...ready, tls: null }, ['127.0.0.1'])).toEqual(['pass', 'pass', 'pass']);
  });

  test('a refused user fails, lock step is a warning', () => {
    expect(judge({ ...ready, signIn: 'refused', isPipelining: false })).toEqual(['fail', 'pass', 'warn']);
  });

  test('a relay that cannot be reached or trusted fails, and skipped checks are listed', () => {
    expect(judge({ kind: 'refused', what: 'connection', text: '' })).toEqual(['fail', 'skipped', 'skipped']);
    expect(judge({ kind: 'refused', what: 'certificate', text: '' })).toEqual(['fail', 'fail', 'skipped']);
    expect(judge({ kind: 'refused', what: 'tls', text: '' })).toEqual(['fail', 'fail', 'skipped']);
    expect(outcomes(judgeNoRelay())).toEqual(['fail', 'skipped', 'skipped']);
  });
});
