/** Every kind of finding, in display order, with its title. */
export const LINT_CODES = {
  render: 'Rendering',
  identity: 'Sender details',
  headers: 'List headers',
  format: 'Message format',
  'body-link': 'Unsubscribe link',
  size: 'Message size',
  'left-out': 'Stories left out',
  subject: 'Subject',
  preheader: 'Preheader',
  alt: 'Alternative text',
  picture: 'Pictures',
  parts: 'Text and HTML',
  link: 'Links',
  support: 'Mail programs',
} as const;
type LintCode = keyof typeof LINT_CODES;
type Severity = 'error' | 'warning';

/** A problem of an edition's mail, as a sentence, and its place. */
export type LintFinding = Readonly<{ code: LintCode; severity: Severity; message: string; place: string }>;

const ORDER = Object.keys(LINT_CODES);

/** Sorts errors first, then by kind, and removes duplicates. */
export function sortFindings(findings: readonly LintFinding[]): LintFinding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...distinct.values()].toSorted(
    (a, b) => a.severity.localeCompare(b.severity) || ORDER.indexOf(a.code) - ORDER.indexOf(b.code),
  );
}
