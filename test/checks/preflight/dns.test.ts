import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPublic, locateRelays } from '../../../src/checks/preflight/addresses.ts';
import { fail, pass, skip, warn } from '../../../src/checks/preflight/preflightFinding.ts';
import { DnsFailed, openResolver, reverseName } from '../../../src/checks/preflight/resolver.ts';
import { startDnsServer } from './dnsServer.ts';
import { relayAt, resolverOf } from './zone.ts';

const LONG = `v=DKIM1; k=rsa; p=${'A'.repeat(392)}`;

describe('a resolver with its own server', () => {
  let server: Awaited<ReturnType<typeof startDnsServer>>;
  beforeAll(async () => {
    server = await startDnsServer({
      'paper.example': { txt: [LONG, 'v=spf1 -all'], mx: ['mx.paper.example'], a: ['8.8.8.8'], aaaa: ['2600::1'] },
      [reverseName('8.8.8.8')]: { ptr: ['paper.example'] },
      'broken.example': 'fails',
    });
  });
  afterAll(() => server.close());

  test('gives every kind of record, and a long TXT whole', async () => {
    const resolver = openResolver(server.address);
    expect((await resolver.txt('paper.example')).toSorted()).toEqual([LONG, 'v=spf1 -all']);
    expect(await resolver.mx('paper.example')).toMatchObject([{ exchange: 'mx.paper.example', priority: 10 }]);
    expect(await resolver.a('paper.example')).toEqual(['8.8.8.8']);
    expect(await resolver.aaaa('paper.example')).toEqual(['2600::1']);
    expect(await resolver.ptr(reverseName('8.8.8.8'))).toEqual(['paper.example']);
  });

  test('tells a name without records from a server that cannot tell', async () => {
    const resolver = openResolver(server.address);
    expect(await resolver.txt('nobody.example')).toEqual([]);
    expect(await resolver.ptr('paper.example')).toEqual([]);
    await expect(resolver.txt('broken.example')).rejects.toThrow(DnsFailed);
  });

  test('refuses a server that is no address', () => {
    expect(() => openResolver('dns.example')).toThrow(/--dns/);
  });
});

test('a reverse name is the address backwards, by byte or by nibble', () => {
  expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
  expect(reverseName('2001:db8::1')).toBe(`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`);
});

test('only what the internet routes is a public address', () => {
  expect(['8.8.8.8', '2600::1', '::ffff:8.8.8.8'].every(isPublic)).toBe(true);
  expect(['10.1.2.3', '127.0.0.1', '192.168.1.1', '169.254.1.1', '::1', 'fd00::1', '192.0.2.1'].some(isPublic)).toBe(
    false,
  );
});

test('a relay is found by its name, and one that is an address needs no DNS', async () => {
  const { relay } = relayAt([]);
  const resolver = resolverOf({ 'relay.example': { a: ['8.8.8.8', '10.0.0.1'], aaaa: ['2600::1'] } });
  const hosts = ['relay.example', '127.0.0.1', 'localhost', 'gone.example'];
  const located = await locateRelays(
    resolver,
    hosts.map((host) => Object.assign({}, relay, { host })),
  );
  expect(located.map(({ addresses }) => addresses)).toEqual([
    ['8.8.8.8', '10.0.0.1', '2600::1'],
    ['127.0.0.1'],
    ['127.0.0.1'],
    [],
  ]);
  expect(located[0]?.publicAddresses).toEqual(['8.8.8.8', '2600::1']);
});

test('what strangers say reaches a terminal without control characters, and cut', () => {
  const evil = `v=spf1 \u001b[2J\u0007\r\nclean ${'x'.repeat(2000)}`;
  const findings = [pass('spf', evil), warn('spf', evil, evil), fail('spf', evil, evil), skip('spf', evil)];
  for (const { found, todo } of findings) {
    expect(`${found}${todo}`).not.toMatch(/\p{Cc}/u);
    expect(found.length).toBeLessThan(800);
  }
});
