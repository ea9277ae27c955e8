import { worstOf, type CheckName, type Finding, type CheckOutcome } from './preflightFinding.ts';

/** One provider's requirement for bulk senders. */
export type Requirement = Readonly<{
  text: string;
  /** The checks that fulfil it together. None: it cannot be checked from here. */
  checks: readonly CheckName[];
  /** How to monitor it, if no check can. */
  note?: string;
}>;

export type Provider = Readonly<{
  name: string;
  /** The page with the requirement. */
  source: string;
  requirements: readonly Requirement[];
}>;

const AUTHENTICATED: readonly CheckName[] = ['spf', 'spf-relay', 'dkim'];
const ONE_CLICK: readonly CheckName[] = ['headers', 'one-click'];

/** The published requirements for senders of 5,000 or more messages a day, as of November 2026. */
export const PROVIDERS: readonly Provider[] = [
  {
    name: 'Gmail',
    source: 'https://support.google.com/a/answer/81126',
    requirements: [
      { text: 'SPF and DKIM for the sending domain', checks: AUTHENTICATED },
      { text: 'DMARC for the sending domain, at least p=none', checks: ['dmarc'] },
      { text: 'From aligned with the SPF or the DKIM domain', checks: ['alignment'] },
      { text: 'Forward and reverse DNS of the sending addresses', checks: ['ptr'] },
      { text: 'TLS for transmitting mail', checks: ['tls'] },
      { text: 'Messages in the form of RFC 5322', checks: ['format'] },
      { text: 'No @gmail.com in From', checks: ['from'] },
      { text: 'One-click unsubscribe', checks: ONE_CLICK },
      { text: 'A visible link to unsubscribe in the body', checks: ['body-link'] },
      {
        text: 'Spam rate below 0.10 %, never 0.30 %',
        checks: [],
        note: 'Monitor it at postmaster.google.com after the first send.',
      },
    ],
  },
  {
    name: 'Yahoo',
    source: 'https://senders.yahooinc.com/best-practices/',
    requirements: [
      { text: 'SPF and DKIM', checks: AUTHENTICATED },
      { text: 'A DMARC policy, at least p=none', checks: ['dmarc'] },
      { text: 'From aligned with the SPF or the DKIM domain', checks: ['alignment'] },
      { text: 'Forward and reverse DNS of the sending addresses', checks: ['ptr'] },
      { text: 'Mail that follows RFC 5321 and 5322', checks: ['relay', 'format'] },
      { text: 'One-click List-Unsubscribe, honoured within 2 days', checks: ONE_CLICK },
      { text: 'A visible link to unsubscribe in the body', checks: ['body-link'] },
      {
        text: 'Spam rate below 0.3 %',
        checks: [],
        note: 'Enrol in the complaint feedback loop at senders.yahooinc.com.',
      },
    ],
  },
  {
    name: 'Outlook',
    source:
      'https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/strengthening-email-ecosystem-outlook%E2%80%99s-new-requirements-for-high%E2%80%90volume-senders/4399730',
    requirements: [
      { text: 'SPF passes for the sending domain', checks: ['spf', 'spf-relay'] },
      { text: 'DKIM passes', checks: ['dkim'] },
      { text: 'DMARC, at least p=none, aligned with SPF or DKIM', checks: ['dmarc', 'alignment'] },
      { text: 'A From address that exists and accepts replies', checks: ['from', 'replies'] },
      { text: 'A working way to unsubscribe', checks: ['body-link', ...ONE_CLICK] },
      {
        text: 'A clean list: consent, and no addresses that bounce',
        checks: [],
        note: 'Monitor it at sendersupport.olc.protection.outlook.com/snds after the first send.',
      },
    ],
  },
];

/** If a relay's sending addresses are unknown, SPF itself decides. */
const ONLY_IF_KNOWN: ReadonlySet<CheckName> = new Set(['spf-relay']);

/** Whether the findings fulfil a requirement: the worst of its checks counts. An unchecked one is not fulfilled. */
export function judgeRequirement({ checks }: Requirement, findings: readonly Finding[]): CheckOutcome {
  return worstOf(
    findings
      .filter(({ check }) => checks.includes(check))
      .filter(({ check, outcome }) => !(outcome === 'skipped' && ONLY_IF_KNOWN.has(check)))
      .map(({ outcome }) => outcome),
  );
}
