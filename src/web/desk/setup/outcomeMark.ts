import { html, type Html } from '../../markup/html.ts';

export type Outcome = 'pass' | 'warn' | 'fail' | 'skipped';

const MARKS: Readonly<Record<Outcome, readonly [sign: string, word: string]>> = {
  pass: ['✓', 'OK'],
  warn: ['!', 'Warning'],
  fail: ['✗', 'Failed'],
  skipped: ['–', 'Not checked'],
};

/** The outcome of a check as a sign with its word. */
export function outcomeMark(outcome: Outcome): Html {
  const [sign, word] = MARKS[outcome];
  return html`<span class="outcome outcome-${outcome}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
