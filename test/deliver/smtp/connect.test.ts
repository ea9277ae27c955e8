import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { connectSmtp } from '../../../src/deliver/smtp/connect.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { makeCertificate } from '../../support/mailServers.ts';
import { startSignInRelay, type SignInRelay } from '../../support/signInRelay.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

type Script = Parameters<typeof startSignInRelay>[0];
async function startRelay(script: Script): Promise<SignInRelay> {
  const relay = await startSignInRelay(script);
  closers.push(relay.close);
  return relay;
}

const connectTo = async (url: string) => {
  const connection = await connectSmtp(loadConfig({ SMTP_URL: url }, { hostName: 'box' }).relays[0]!);
  closers.push(async () => connection.socket.destroy());
  return connection;
};
const at = ({ port }: { port: number }, { scheme = 'smtp', user = '', query = '' } = {}): string =>
  `${scheme}://${user}127.0.0.1:${port}${query}`;

describe('EHLO', () => {
  test.each(['500 5.5.1 unknown', '502 5.5.1 not implemented'])('is followed by HELO after %s', async (refusal) => {
    const relay = await startRelay({ answer: (line) => (line.startsWith('EHLO') ? refusal : undefined) });
    expect((await connectTo(at(relay))).offer).toMatchObject({ pipelining: false, maxBytes: null });
    expect(relay.conversations[0]?.commands).toEqual(['EHLO [127.0.0.1]', 'HELO [127.0.0.1]']);
  });

  test('that is refused for another reason fails with that reason, whatever HELO would bring', async () => {
    const refuse = (refusal: string) =>
      startRelay({ answer: (line) => (line.startsWith('EHLO') ? refusal : undefined) });
    await expect(connectTo(at(await refuse('550 5.7.1 no such name')))).rejects.toMatchObject({
      what: 'name',
      isOurFault: true,
      message: expect.stringMatching(/^550 .*greeted as \[127\.0\.0\.1\]; \?name= in SMTP_URL/),
    });
    await expect(connectTo(at(await refuse('451 4.3.0 later')))).rejects.toMatchObject({
      what: 'connection',
      isOurFault: false,
      message: '451 4.3.0 later',
    });
  });

  test('that is answered by something else than SMTP fails', async () => {
    const relay = await startRelay({ answer: (line) => (line.startsWith('EHLO') ? 'hello yourself' : undefined) });
    await expect(connectTo(at(relay))).rejects.toMatchObject({
      what: 'connection',
      message: expect.stringContaining('not SMTP'),
    });
  });

  test('that brings a second reply ends the connection: replies and commands no longer match', async () => {
    const relay = await startRelay({
      answer: (line) => (line.startsWith('EHLO') ? '250 sink.example\r\n250 2.0.0 stray' : undefined),
    });
    await expect(connectTo(at(relay))).rejects.toMatchObject({ what: 'connection' });
  });
});

describe('the sign-in', () => {
  const signIn = (relay: SignInRelay) => connectTo(at(relay, { user: 'news:pa%25ss@' }));

  test('works by CRAM-MD5, also where the answer has several lines', async () => {
    const challenge = '<1@sink.example>';
    const proof = `news ${createHmac('md5', 'pa%ss').update(challenge).digest('hex')}`;
    const answers: Record<string, string> = {
      'AUTH CRAM-MD5': `334 ${Buffer.from(challenge).toString('base64')}`,
      [Buffer.from(proof).toString('base64')]: '235-2.7.0 accepted\r\n235 2.7.0 welcome',
    };
    const relay = await startRelay({ password: () => '', mechanisms: 'CRAM-MD5', answer: (line) => answers[line] });
    expect((await signIn(relay)).offer.authMechanisms).toEqual(new Set(['CRAM-MD5']));
  });

  test('fails without the password in the reason, though the relay quotes it', async () => {
    const plain = Buffer.from('\0news\0pa%ss').toString('base64');
    const relay = await startRelay({ password: () => '', refusal: () => `535 5.7.8 not pa%ss: ${plain}` });
    await expect(signIn(relay)).rejects.toMatchObject({
      what: 'signIn',
      message: expect.stringMatching(/535 5\.7\.8 not …: …$/),
    });
  });

  test('says nothing of the password where the connection ends', async () => {
    let relay: SignInRelay | null = null;
    relay = await startRelay({
      password: () => '',
      answer: (line) => {
        if (line.startsWith('AUTH')) void relay?.close();
        return undefined;
      },
    });
    await expect(signIn(relay)).rejects.toMatchObject({ what: 'connection', isOurFault: false });
    const closing = await startRelay({
      password: () => '',
      answer: (line) => (line.startsWith('AUTH') ? '421 4.3.2 going down' : undefined),
    });
    await expect(signIn(closing)).rejects.toMatchObject({ what: 'connection', isOurFault: false });
  });
});

describe('TLS', () => {
  const offering = (answer: string) =>
    startRelay({
      offers: ['PIPELINING', 'STARTTLS'],
      password: () => 'news:right',
      answer: (line) => (line === 'STARTTLS' ? answer : undefined),
    });
  const REFUSED = '454 4.7.0 TLS not available due to temporary reason';

  test('that the relay refuses is the reason; tls=optional goes on in clear text', async () => {
    const relay = await offering(REFUSED);
    for (const query of ['', '?tls=required'])
      await expect(connectTo(at(relay, { query }))).rejects.toMatchObject({
        what: 'tls',
        isOurFault: false,
        message: `STARTTLS is refused: ${REFUSED}`,
      });
    const { offer } = await connectTo(at(relay, { user: 'news:right@', query: '?tls=optional' }));
    expect(offer).toMatchObject({ pipelining: true, startTls: true });
    expect(relay.attempts()).toBe(1);
  });

  test('does not begin after any other answer than 220', async () => {
    await expect(connectTo(at(await offering('250 ok')))).rejects.toMatchObject({
      what: 'tls',
      message: 'STARTTLS is refused: 250 ok',
    });
  });

  test('with clear text after the answer to STARTTLS shows no password', async () => {
    const relay = await offering('220 go\r\n250-injected.example\r\n250 AUTH PLAIN');
    await expect(connectTo(at(relay, { user: 'news:right@' }))).rejects.toMatchObject({ what: 'tls' });
    expect(relay.attempts()).toBe(0);
  });

  test('to a port that begins in clear text: the reason names both schemes', async () => {
    await expect(connectTo(at(await startRelay({}), { scheme: 'smtps' }))).rejects.toMatchObject({
      what: 'tls',
      message: expect.stringContaining('write smtp:// instead of smtps:// in SMTP_URL'),
    });
  });

  test('with a certificate of its own: the reason names ?ca=, which trusts it', async () => {
    const { key, cert } = await makeCertificate();
    const folder = await mkdtemp(join(tmpdir(), 'reveille-ca-'));
    closers.push(() => rm(folder, { recursive: true }));
    const file = join(folder, 'own ca.pem');
    await writeFile(file, cert);
    for (const secure of [false, true]) {
      const server = new SMTPServer({ logger: false, key, cert, secure, authOptional: true });
      server.on('error', () => undefined);
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      closers.push(() => new Promise<void>((done) => server.close(done)));
      const { port } = server.server.address() as { port: number };
      const scheme = secure ? 'smtps' : 'smtp';
      await expect(connectTo(at({ port }, { scheme, query: '?tls=required' }))).rejects.toMatchObject({
        what: 'certificate',
        message: 'self-signed certificate; ?ca=/path/ca.pem in SMTP_URL names the certificate to trust',
      });
      const ca = (path: string): string => `?tls=required&ca=${encodeURI(path)}`;
      const { socket } = await connectTo(at({ port }, { scheme, query: ca(file) }));
      expect(socket).toMatchObject({ authorized: true });
      await expect(connectTo(at({ port }, { scheme, query: ca(`${file}.old`) }))).rejects.toMatchObject({
        what: 'certificate',
        isOurFault: true,
        message: expect.stringContaining('?ca= in SMTP_URL cannot be read'),
      });
    }
  });
});
