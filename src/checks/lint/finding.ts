/** Every kind of finding, in the order in which they are shown, with the words it goes by. */
export const LINT_CODES = {
  render: 'Rendering',
  identity: 'Who sends it',
  headers: 'List headers',
  format: 'Message format',
  'body-link': 'Link to leave',
  size: 'Size as sent',
  'left-out': 'Stories left out',
  subject: 'Subject',
  preheader: 'Preheader',
  alt: 'Words for pictures',
  picture: 'Pictures',
  contrast: 'Contrast',
  parts: 'Text and HTML',
  link: 'Links',
  support: 'Mail programs',
} as const;
export type LintCode = keyof typeof LINT_CODES;
export type Severity = 'error' | 'warning';

/** What is wrong with an edition's mail, as a sentence, and where. */
export type LintFinding = Readonly<{ code: LintCode; severity: Severity; message: string; place: string }>;

const ORDER = Object.keys(LINT_CODES);

/** Errors first, then as the kinds are ordered; what was found twice stands once. */
export function sortFindings(findings: readonly LintFinding[]): LintFinding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...distinct.values()].toSorted(
    (a, b) => a.severity.localeCompare(b.severity) || ORDER.indexOf(a.code) - ORDER.indexOf(b.code),
  );
}
