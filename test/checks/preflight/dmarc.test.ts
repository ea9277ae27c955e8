import { describe, expect, test } from 'vitest';
import { checkDmarc, type Identities } from '../../../src/checks/preflight/dmarc.ts';
import { resolverOf, type Zone } from './zone.ts';

const BOTH: Identities = { from: 'paper.example', spf: 'paper.example', dkim: ['paper.example'] };

const check = (
  records: string[],
  identities: Partial<Identities> = {},
  zone: Zone = {},
): ReturnType<typeof checkDmarc> =>
  checkDmarc(resolverOf({ '_dmarc.paper.example': { txt: records }, ...zone }), { ...BOTH, ...identities });

describe('the DMARC record', () => {
  test.each(['none', 'quarantine', 'reject'])('passes with p=%s', async (policy) => {
    const [record, alignment] = await check([`v=DMARC1; p=${policy}; rua=mailto:d@paper.example`]);
    expect(record).toMatchObject({ check: 'dmarc', outcome: 'pass' });
    expect(record?.found).toContain(`p=${policy} for paper.example`);
    expect(alignment).toMatchObject({ check: 'alignment', outcome: 'pass' });
  });

  test('is inherited from the organisational domain, whose sp= holds', async () => {
    const from = { from: 'mail.news.paper.example', spf: null, dkim: [] };
    const [record] = await check(['v=DMARC1; p=reject; sp=none'], from);
    expect(record?.found).toContain('p=none for mail.news.paper.example, inherited from paper.example');
  });

  test.each([
    ['is missing', [], 'There is no DMARC record'],
    ['is there twice', ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], '2 DMARC records'],
    ['has no policy', ['v=DMARC1; foo=bar'], 'no valid policy'],
  ])('fails where it %s', async (_what, records, found) => {
    const [record, alignment] = await check(records);
    expect(record).toMatchObject({ outcome: 'fail' });
    expect(record?.found).toContain(found);
    expect(alignment).toMatchObject({ check: 'alignment', outcome: 'skipped' });
  });

  test('fails where DNS cannot tell', async () => {
    const [record] = await check([], {}, { '_dmarc.paper.example': 'fails' });
    expect(record).toMatchObject({ outcome: 'fail' });
    expect(record?.found).toContain('DNS did not answer');
  });

  test('fails for an invalid domain', async () => {
    expect((await check([], { from: '' }))[0]).toMatchObject({ outcome: 'fail' });
  });
});

describe('alignment with From', () => {
  const align = async (record: string, identities: Partial<Identities>): Promise<string | undefined> =>
    (await check([record], identities))[1]?.outcome;

  test('relaxed accepts another name of the same organisation, strict only the same name', async () => {
    const sub = { spf: 'bounce.paper.example', dkim: ['mail.paper.example'] };
    expect(await align('v=DMARC1; p=none', sub)).toBe('pass');
    expect(await align('v=DMARC1; p=none; adkim=s; aspf=s', sub)).toBe('fail');
    expect(await align('v=DMARC1; p=none; aspf=s', sub)).toBe('pass');
    expect(await align('v=DMARC1; p=none; adkim=s', sub)).toBe('warn');
  });

  test('DKIM alone is enough; SPF alone is a warning, since forwarding breaks it', async () => {
    expect(await align('v=DMARC1; p=none', { spf: null })).toBe('pass');
    expect(await align('v=DMARC1; p=none', { dkim: [] })).toBe('warn');
    expect(await align('v=DMARC1; p=none', { dkim: ['other.example'] })).toBe('warn');
  });

  test('neither is a failure', async () => {
    expect(await align('v=DMARC1; p=none', { spf: null, dkim: ['other.example'] })).toBe('fail');
  });
});
