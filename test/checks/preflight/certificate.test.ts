import { expect, test } from 'vitest';
import { checkPublicCertificate } from '../../../src/checks/doctor/publicUrl.ts';
import { judgeCertificate, seeCertificate } from '../../../src/checks/preflight/certificate.ts';
import { resolverOf } from './zone.ts';

const NOW = new Date('2026-11-30T06:00:00Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const judge = (seen: Parameters<typeof judgeCertificate>[1]): string =>
  judgeCertificate('relay.example:465', seen, NOW).outcome;

test('a certificate is right for more than two weeks, then it ends soon; one that is refused is wrong', () => {
  expect(judge({ kind: 'trusted', validUntil: inDays(90) })).toBe('pass');
  expect(judge({ kind: 'trusted', validUntil: inDays(14) })).toBe('pass');
  expect(judge({ kind: 'trusted', validUntil: inDays(13.9) })).toBe('warn');
  expect(judge({ kind: 'refused', mistrust: 'CERT_HAS_EXPIRED' })).toBe('fail');
  expect(judge({ kind: 'unseen', why: 'ECONNREFUSED' })).toBe('skipped');
});

test('a name without a public address, and one that DNS does not answer for, are not connected to', async () => {
  const zone = {
    'inside.paper.example': { a: ['10.1.2.3', '127.0.0.1'], aaaa: ['fd00::1'] },
    'lost.paper.example': 'fails' as const,
  };
  const see = (host: string): ReturnType<typeof seeCertificate> => seeCertificate(resolverOf(zone), `https://${host}/`);
  expect(await see('inside.paper.example')).toEqual({
    kind: 'unseen',
    why: 'inside.paper.example has no public address here',
  });
  expect(await see('lost.paper.example')).toEqual({ kind: 'unseen', why: expect.stringContaining('ESERVFAIL') });
});

test('doctor leaves out what has no certificate, and what cannot be reached from here', async () => {
  const check = (publicUrl: string): ReturnType<typeof checkPublicCertificate> =>
    checkPublicCertificate({ config: { publicUrl }, resolver: resolverOf({}), now: () => NOW });
  for (const url of ['http://127.0.0.1:3000', 'https://news.paper.example'])
    expect(await check(url)).toMatchObject({ check: 'certificate', ok: true, isMade: false });
});
