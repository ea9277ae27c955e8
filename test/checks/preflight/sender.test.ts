import { describe, expect, test } from 'vitest';
import { checkPtr } from '../../../src/checks/preflight/ptr.ts';
import { checkFrom, checkSenderIdentity, checkReplies } from '../../../src/checks/preflight/sender.ts';
import { outcomes, relayAt, resolverOf, reverse } from './zone.ts';

describe('reverse DNS', () => {
  const zone = {
    ...reverse('8.8.4.4', 'other.example', 'relay.example'),
    ...reverse('2600::1', 'relay.example'),
    ...reverse('1.2.3.4', 'liar.example'),
    'relay.example': { a: ['8.8.4.4'], aaaa: ['2600:0::1'] },
    'liar.example': { a: ['1.2.3.5'] },
  };
  const check = (...relays: Parameters<typeof checkPtr>[1]): ReturnType<typeof checkPtr> =>
    checkPtr(resolverOf(zone), relays);

  test('passes where a name leads back, in both families', async () => {
    expect(outcomes(await check(relayAt(['8.8.4.4', '2600::1'])))).toEqual(['pass', 'pass']);
  });

  test('fails without a record, and where the name leads elsewhere', async () => {
    const findings = await check(relayAt(['9.9.9.9', '1.2.3.4']));
    expect(outcomes(findings)).toEqual(['fail', 'fail']);
    expect(findings[1]?.found).toContain('does not resolve back');
  });

  test('warns of the same at a smarthost, which may send from elsewhere', async () => {
    const findings = await check(relayAt(['9.9.9.9', '1.2.3.4'], { user: 'u', pass: 'p' }));
    expect(outcomes(findings)).toEqual(['warn', 'warn']);
  });

  test('is skipped for a private relay, one that DNS does not know, and none', async () => {
    expect(outcomes(await check(relayAt(['127.0.0.1']), relayAt([])))).toEqual(['skipped', 'skipped']);
    expect(outcomes(await check())).toEqual(['skipped']);
  });
});

describe('who sends', () => {
  test('a mailbox provider’s address is refused', () => {
    expect(checkFrom('paper@GMAIL.com')).toMatchObject({ outcome: 'fail' });
    expect(checkFrom('news@paper.example')).toMatchObject({ outcome: 'pass' });
  });

  test('the domain takes replies', async () => {
    const resolver = resolverOf({
      'paper.example': { mx: ['mx.paper.example'] },
      'site.example': { a: ['8.8.4.4'] },
      'silent.example': { mx: [''] },
    });
    const outcome = async (domain: string): Promise<string> => (await checkReplies(resolver, `news@${domain}`)).outcome;
    expect(await outcome('paper.example')).toBe('pass');
    expect(await outcome('site.example')).toBe('warn');
    expect(await outcome('silent.example')).toBe('fail');
    expect(await outcome('gone.example')).toBe('fail');
  });

  test('the footer names the sender and where they are', () => {
    const newsletter = {
      slug: 'daily',
      legal_name: 'Paper Ltd',
      postal_address: '1 Quay, Harbour',
      privacy_url: 'https://paper.example/privacy',
    };
    expect(checkSenderIdentity(newsletter)).toMatchObject({ outcome: 'pass' });
    const finding = checkSenderIdentity({ ...newsletter, legal_name: null, postal_address: '' });
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding.todo).toContain('set daily --legal-name … --postal-address …');
  });
});
