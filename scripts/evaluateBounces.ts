/**
 * Measures the verdicts on returned mail against labels.
 *
 *   node scripts/evaluateBounces.ts [--misses tuned|other|both|none] FOLDER
 *
 * FOLDER holds mails/NAME and labels.json: NAME → {action: suppress|soft|none, addresses, doubt?}. Names are split into
 * halves by their hash; the misses of the tuned half are listed unless told. Where a label is in doubt (it knows no
 * other than permanent and temporary), soft and sender-fault are right, too. Addresses, of those of whom something is to
 * be done, compare without case.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Action, classifyMail, type Recipient } from '../src/feedback/feedback.ts';

const Labels = z.record(
  z.string(),
  z.object({
    action: z.enum(['suppress', 'soft', 'none']),
    addresses: z.array(z.string()),
    doubt: z.string().optional(),
  }),
);
type Label = z.infer<typeof Labels>[string];
type Half = 'tuned' | 'other';
type Row = {
  name: string;
  half: Half;
  label: Label;
  action: Action;
  isRight: boolean;
  hasAddresses: boolean;
  took: Recipient[];
};

const SHOWN: Readonly<Record<string, Half[]>> = {
  tuned: ['tuned'],
  other: ['other'],
  both: ['tuned', 'other'],
  none: [],
};
const ACTIONS: readonly Action[] = ['suppress', 'soft', 'sender-fault', 'complaint', 'none'];

const halfOf = (name: string): Half => (createHash('sha256').update(name).digest()[0]! % 2 === 0 ? 'tuned' : 'other');
const setOf = (addresses: readonly string[]): string =>
  [...new Set(addresses.map((address) => address.toLowerCase()))].toSorted().join(' ');

function check(folder: string, name: string, label: Label): Row {
  const { recipients } = classifyMail(readFileSync(join(folder, 'mails', name)));
  const action = ACTIONS.find((one) => recipients.some((recipient) => recipient.action === one)) ?? 'none';
  const isRight = action === label.action || (label.doubt !== undefined && /^(?:soft|sender-fault)$/.test(action));
  const acting = recipients.filter((recipient) => recipient.action !== 'none').map(({ address }) => address);
  const hasAddresses = setOf(acting) === setOf(label.addresses);
  return { name, half: halfOf(name), label, action, isRight, hasAddresses, took: recipients };
}

const share = (rows: readonly Row[], key: 'isRight' | 'hasAddresses'): string => {
  const right = rows.filter((row) => row[key]).length;
  return `${right}/${rows.length} (${((100 * right) / rows.length).toFixed(1)} %)`;
};

function describe(name: string, rows: readonly Row[]): void {
  console.log(`\n${name}: actions ${share(rows, 'isRight')}, addresses ${share(rows, 'hasAddresses')}`);
  console.log(['label \\ verdict', ...ACTIONS].map((cell) => cell.padStart(16)).join(''));
  for (const label of ['suppress', 'suppress, in doubt', 'soft', 'none']) {
    const mine = rows.filter((row) => `${row.label.action}${row.label.doubt ? ', in doubt' : ''}` === label);
    const cells = ACTIONS.map((action) => String(mine.filter((row) => row.action === action).length));
    console.log([label, ...cells].map((cell) => cell.padStart(16)).join(''));
  }
}

function evaluate(folder: string, shown: readonly Half[]): void {
  const labels = Labels.parse(JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')));
  const rows = Object.entries(labels).map(([name, label]) => check(folder, name, label));
  const halves: readonly Half[] = ['tuned', 'other'];
  for (const half of halves)
    describe(
      half,
      rows.filter((row) => row.half === half),
    );
  describe('all', rows);
  for (const { name, half, label, took, isRight, hasAddresses } of rows)
    if (shown.includes(half) && !(isRight && hasAddresses))
      console.log(`\n${name}: expected ${label.action} ${label.addresses.join(' ')}`, took);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { misses: { type: 'string', default: 'tuned' } },
});
const shown = SHOWN[values.misses];
if (shown && positionals.length === 1) evaluate(positionals[0]!, shown);
else {
  console.error('usage: node scripts/evaluateBounces.ts [--misses tuned|other|both|none] FOLDER');
  process.exitCode = 2;
}
