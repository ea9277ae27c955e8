import { describe, expect, test } from 'vitest';
import { skip } from '../../../src/checks/preflight/preflightFinding.ts';
import { checkSpf, checkSpfRelays } from '../../../src/checks/preflight/spf.ts';
import { outcomes, relayAt, resolverOf, type Zone } from './zone.ts';

const SENDER = 'news@paper.example';
const RELAY = relayAt(['8.8.4.4', '2600::1']);

const check = (record: string | string[], zone: Zone = {}): ReturnType<typeof checkSpf> =>
  checkSpf(resolverOf({ 'paper.example': { txt: [record].flat() }, ...zone }), SENDER, [RELAY]);

describe('the SPF record', () => {
  test.each(['v=spf1 ip4:8.8.4.4 ~all', 'v=spf1 -all', 'V=SPF1 include:esp.example -all'])(
    'passes: %s',
    async (record) => {
      expect(await check(record, { 'esp.example': { txt: ['v=spf1 ip4:1.2.3.0/24 ~all'] } })).toMatchObject({
        outcome: 'pass',
        todo: null,
      });
    },
  );

  test('is looked for among other texts, and a redirect’s end counts', async () => {
    const zone = { 'esp.example': { txt: ['v=spf1 ip4:1.2.3.0/24 ~all'] } };
    const finding = await check(['verification=1', 'v=spf1 redirect=esp.example', 'v=spf10 -all'], zone);
    expect(finding).toMatchObject({ outcome: 'pass' });
    expect(finding.found).toContain('1 of 10 DNS lookups');
  });

  test('is missed, with a suggestion that names the relay', async () => {
    const finding = await check(['google-site-verification=1']);
    expect(finding).toMatchObject({ outcome: 'fail', found: 'paper.example has no SPF record.' });
    expect(finding.todo).toContain('"v=spf1 ip4:8.8.4.4 ip6:2600::1 ~all"');
    expect((await checkSpf(resolverOf({}), SENDER, [])).todo).toContain('include:YOUR-RELAY');
  });

  test('fails where there are two', async () => {
    expect((await check(['v=spf1 ~all', 'v=spf1 -all'])).found).toContain('2 SPF records');
  });

  test.each([
    ['v=spf1 foo:bar ~all', 'foo'],
    ['v=spf1 include:gone.example ~all', 'gone.example'],
    ['v=spf1 +all', 'allows any server to send'],
  ])('fails: %s', async (record, why) => {
    const finding = await check(record);
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding.found).toContain(why);
  });

  test('fails where an include cannot be looked up', async () => {
    const finding = await check('v=spf1 include:esp.example ~all', { 'esp.example': 'fails' });
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding.found).toContain('esp.example');
  });

  test('fails beyond ten lookups, and counts those of includes', async () => {
    const names = Array.from({ length: 6 }, (_none, index) => `e${index}.example`);
    const zone = Object.fromEntries(names.map((name) => [name, { txt: [`v=spf1 a:mail.${name} -all`] }]));
    const mail = Object.fromEntries(names.map((name) => [`mail.${name}`, { a: ['1.2.3.4'] }]));
    const finding = await check(`v=spf1 ${names.map((name) => `include:${name}`).join(' ')} ~all`, {
      ...zone,
      ...mail,
    });
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding.found).toContain('12 of 10 DNS lookups');
  });

  test.each(['v=spf1 ip4:8.8.4.4', 'v=spf1 ip4:8.8.4.4 ?all'])('warns of an open end: %s', async (record) => {
    expect(await check(record)).toMatchObject({ outcome: 'warn' });
  });

  test('warns of lookups that find nothing', async () => {
    const finding = await check('v=spf1 a:x.example a:y.example a:z.example ~all');
    expect(finding).toMatchObject({ outcome: 'warn' });
    expect(finding.found).toContain('3 of them find nothing');
  });
});

describe('the SPF of the relay', () => {
  const good = { check: 'spf', outcome: 'pass', found: '', todo: null } as const;
  const resolver = resolverOf({ 'paper.example': { txt: ['v=spf1 ip4:8.8.4.0/24 ip6:2600::/32 ~all'] } });

  test('passes where every public address is covered', async () => {
    expect(outcomes(await checkSpfRelays(resolver, SENDER, [RELAY], good))).toEqual(['pass']);
  });

  test('warns where one is not, since a smarthost may send from elsewhere', async () => {
    const [finding] = await checkSpfRelays(resolver, SENDER, [relayAt(['8.8.4.4', '1.2.3.4'])], good);
    expect(finding).toMatchObject({ outcome: 'warn' });
    expect(finding?.found).toContain('does not cover 1.2.3.4');
    expect(finding?.found).toContain('may send from other addresses');
  });

  test('is skipped for a private relay, one that DNS does not know, none, and without a record', async () => {
    const relays = [relayAt(['10.0.0.1']), relayAt([])];
    expect(outcomes(await checkSpfRelays(resolver, SENDER, relays, good))).toEqual(['skipped', 'skipped']);
    expect(outcomes(await checkSpfRelays(resolver, SENDER, [], good))).toEqual(['skipped']);
    const bad = { ...skip('spf', ''), outcome: 'fail' } as const;
    expect(outcomes(await checkSpfRelays(resolver, SENDER, [RELAY], bad))).toEqual(['skipped']);
  });
});
