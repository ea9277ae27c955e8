import { noFindings, type Findings } from '../../../src/readers/import/findings.ts';
import { fold } from '../../../src/readers/import/fold.ts';
import { readListRows, type InvalidRow, type ListRow } from '../../../src/readers/import/listRows.ts';
import { keys } from '../support.ts';

export type ReadList = {
  rows: ListRow[];
  invalid: InvalidRow[];
  /** What each address asks for, by the part before the @; of rows that are not imported there is none. */
  wishes: Record<string, string>;
  findings: Findings;
};

/** Reads a list as an import does, without a database. */
export async function readList(content: string | Buffer, ignore: readonly string[] = []): Promise<ReadList> {
  const findings = noFindings();
  const rows: ListRow[] = [];
  const invalid: InvalidRow[] = [];
  const file = { name: '', bytes: ReadableStream.from([Buffer.from(content)]), wish: 'active' as const };
  const options = { tellsWhoLeft: false, ignore: new Set(ignore.map(fold)), chosen: new Map(), findings };
  for await (const batch of readListRows({ keys }, file, options))
    for (const row of batch)
      if ('reason' in row) invalid.push(row);
      else rows.push(row);
  const wishes = Object.fromEntries(rows.map(({ email, wish }) => [email.split('@')[0]!, wish]));
  return { rows, invalid, wishes, findings };
}
