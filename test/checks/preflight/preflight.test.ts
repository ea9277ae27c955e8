import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/platform/config.ts';
import { loadDkimKeys, makeDkimKeys } from '../../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../../src/wire/dkim/records.ts';
import { createLog } from '../../../src/platform/log.ts';
import { addNewsletter, type Newsletter } from '../../../src/editions/newsletters/newsletters.ts';
import {
  CHECKS,
  type CheckName,
  type Finding,
  type CheckOutcome,
} from '../../../src/checks/preflight/preflightFinding.ts';
import { runPreflight, type PreflightDeps, type Report } from '../../../src/checks/preflight/preflight.ts';
import { judgeRequirement, PROVIDERS } from '../../../src/checks/preflight/providers.ts';
import { openVisits } from '../../../src/checks/preflight/visit.ts';
import { listen, type Listening } from '../../../src/web/server.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startSink, type Sink } from '../../support/sink.ts';
import { openSite, type TestSite } from '../../web/support.ts';
import { startDnsServer } from './dnsServer.ts';
import { addEdition } from './edition.ts';
import { resolverOf, type Zone } from './zone.ts';

const PUBLIC_URL = 'https://news.paper.example';
const SECRET = 'a secret of thirty-two bytes at least';

describe('a requirement of a provider', () => {
  const requirement = { text: 'SPF and DKIM', checks: ['spf', 'spf-relay', 'dkim'] } as const;
  const finding = (check: CheckName, outcome: CheckOutcome): Finding => ({ check, outcome, found: '', todo: null });
  const judge = (...findings: Finding[]): CheckOutcome => judgeRequirement(requirement, findings);

  test('has the worst outcome of its checks, independent of other checks', () => {
    expect(judge(finding('spf', 'pass'), finding('dkim', 'pass'), finding('clock', 'fail'))).toBe('pass');
    expect(judge(finding('spf', 'warn'), finding('dkim', 'pass'))).toBe('warn');
    expect(judge(finding('spf', 'warn'), finding('dkim', 'pass'), finding('dkim', 'fail'))).toBe('fail');
  });

  test('is not fulfilled by skipped checks, except for the addresses of a private relay', () => {
    expect(judge(finding('spf', 'pass'), finding('dkim', 'skipped'))).toBe('skipped');
    expect(judge(finding('spf', 'pass'), finding('spf-relay', 'skipped'), finding('dkim', 'pass'))).toBe('pass');
    expect(judgeRequirement({ text: 'Spam rate', checks: [] }, [finding('spf', 'pass')])).toBe('skipped');
  });

  test('says how to monitor what no check can find out', () => {
    const requirements = PROVIDERS.flatMap((provider) => provider.requirements);
    for (const { checks, note } of requirements) expect(checks.length > 0).toBe(note === undefined);
  });
});

describe('a preflight', () => {
  let database: TestDatabase;
  let sink: Sink;
  let site: TestSite;
  let web: Listening;
  let newsletter: Newsletter;
  let zone: Zone;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSink();
    site = await openSite(database.db, { PUBLIC_URL, SECRET }, () => new Date());
    web = await listen(site.app, { host: '127.0.0.1', port: 0 });
    const settings = {
      name: 'The Daily Test',
      from: 'news@paper.example',
      legalName: 'Paper Ltd',
      postalAddress: '1 Quay, Harbour',
      privacyUrl: 'https://paper.example/privacy',
    };
    newsletter = await addNewsletter(database, 'daily', settings, 'test');
    await addEdition(database.db, newsletter.id, '2026-11-24');
    await makeDkimKeys({ db: database.db, now: () => new Date() }, 'paper.example', { actor: 'test' });
    const keys = await loadDkimKeys(database, 'paper.example');
    zone = {
      'paper.example': { txt: ['v=spf1 ip4:8.8.4.4 ~all'], mx: ['mx.paper.example'] },
      '_dmarc.paper.example': { txt: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@paper.example'] },
      ...Object.fromEntries(keys.map(dkimRecord).map(({ name, value }) => [name, { txt: [value] }])),
    };
  });
  afterAll(async () => {
    await web.close();
    await sink.close();
    await database.drop();
  });

  const run = (change: Partial<PreflightDeps> = {}): Promise<Report> => {
    // A clock that stands still: how fast this machine answers is nobody's finding.
    const at = new Date();
    const now = (): Date => at;
    const visit = openVisits({ now });
    const deps: PreflightDeps = {
      db: database.db,
      log: createLog('test', 'silent'),
      keys: site.keys,
      config: { relays: [sink.relay], publicUrl: PUBLIC_URL },
      now,
      resolver: resolverOf(zone),
      visit: (method, url) => visit(method, url.replace(PUBLIC_URL, `http://127.0.0.1:${web.port}`)),
      ...change,
    };
    return runPreflight(deps, newsletter);
  };
  const by = (findings: readonly Finding[], outcome: CheckOutcome): CheckName[] =>
    findings.filter((finding) => finding.outcome === outcome).map(({ check }) => check);

  test('finds nothing wrong where nothing is, sends nothing and changes nothing', async () => {
    const before = await database.db.selectFrom('audit_log').selectAll().execute();
    const { findings, ticks } = await run();
    expect(by(findings, 'fail')).toEqual([]);
    expect(by(findings, 'warn')).toEqual([]);
    expect(by(findings, 'skipped')).toEqual(['spf-relay', 'ptr']);
    // Every check speaks, in the table's order.
    expect([...new Set(findings.map(({ check }) => check))]).toEqual(Object.keys(CHECKS));
    expect(new Set(ticks.map(({ outcome }) => outcome))).toEqual(new Set(['pass', 'skipped']));
    const outlook = ticks.filter(
      ({ provider, requirement }) => provider.name === 'Outlook' && requirement.checks.length,
    );
    expect(outlook.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(sink.received).toEqual([]);
    expect(await database.db.selectFrom('audit_log').selectAll().execute()).toEqual(before);
  });

  test('ticks off nothing where nothing is set up', async () => {
    const { findings, ticks } = await run({
      resolver: resolverOf({}),
      config: { relays: [], publicUrl: 'http://127.0.0.1:3000' },
    });
    expect(by(findings, 'fail')).toEqual(['spf', 'dkim', 'dkim', 'dmarc', 'replies', 'relay', 'one-click', 'headers']);
    expect(ticks.filter(({ requirement }) => requirement.text.includes('DMARC')).map(({ outcome }) => outcome)).toEqual(
      ['fail', 'fail', 'fail'],
    );
  });

  test('reports failed DNS lookups, and continues with the other checks', async () => {
    const relays = [{ ...sink.relay, host: 'relay.example' }];
    const names = [...Object.keys(zone), 'relay.example'];
    const { findings } = await run({
      resolver: resolverOf(Object.fromEntries(names.map((name) => [name, 'fails']))),
      config: { relays, publicUrl: PUBLIC_URL },
    });
    const failed = findings.filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['spf', 'spf-relay', 'dkim', 'dmarc', 'replies', 'ptr', 'relay']),
    );
    for (const { found } of failed) expect(found).toMatch(/^(DNS did not answer|The DNS lookup of \S+ failed)/);
    expect(by(findings, 'pass')).toEqual(expect.arrayContaining(['one-click', 'headers', 'clock']));
  });

  /** `reveille preflight …`, as an operator calls it. */
  const reveille = (...args: string[]): Promise<Ran> =>
    runCli(['preflight', ...args], {
      DATABASE_URL: database.url,
      SMTP_URL: sink.relay.url,
      SECRET,
      LOG_LEVEL: 'error',
    });

  test('on the command line uses the given DNS server, and prints the failures', async () => {
    expect(loadConfig({ DATABASE_URL: database.url, SECRET }).publicUrl).toBe('http://127.0.0.1:3000');
    const server = await startDnsServer(zone);
    try {
      const ran = await reveille('--dns', server.address, '--json');
      expect(ran.code).toBe(1);
      const lines = linesOf(ran);
      const findings = lines.filter(({ check }) => check !== undefined);
      expect(Object.keys(findings[0]!)).toEqual(['check', 'outcome', 'found', 'todo']);
      const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
      // Nobody else reaches a PUBLIC_URL on loopback; the rest is in order.
      expect(failed).toEqual(['one-click', 'headers']);
      expect(findings.filter(({ check }) => check === 'dkim').map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
      expect(lines.slice(findings.length)[0]).toEqual({
        provider: 'Gmail',
        requirement: 'SPF and DKIM for the sending domain',
        outcome: 'pass',
      });

      const text = await reveille('--dns', server.address, '--newsletter', 'daily');
      expect(text.code).toBe(1);
      expect(text.stdout).toMatch(/^ {2}✓ SPF record +"v=spf1/m);
      expect(text.stdout).toMatch(/^ {2}✗ One-click .*\n(?: {6}.*\n)* +→ Set PUBLIC_URL/m);
      expect(text.stdout).toMatch(/^Gmail\n {2}https:.*\n {2}✓ SPF and DKIM/m);
      for (const line of text.stdout.split('\n')) expect(line.includes('https://') || line.length <= 100).toBe(true);
      expect(text.stderr).toContain('Failed: 2. Warnings: 0.');
    } finally {
      await server.close();
    }
  });

  test('on the command line refuses an invalid DNS server', async () => {
    const { code, stderr } = await reveille('--dns', 'dns.example');
    expect(code).toBe(2);
    expect(stderr).toContain('--dns "dns.example"');
  });
});
