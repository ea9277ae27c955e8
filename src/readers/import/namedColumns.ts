import { fold } from './fold.ts';
import { roleOf, type ColumnRole } from './headings.ts';
import { isTelling } from './wishes.ts';

/** A column: its displayed name and its role. */
export type Column = { index: number; name: string; role: ColumnRole | undefined; isIgnored: boolean };

/** A heading for display, without control characters for a terminal. A number if the heading is empty. */
export function nameOf(heading: string, index: number): string {
  const name = heading.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return name === '' ? `column ${index + 1}` : name.slice(0, 200);
}

/** Gives each column its role: the chosen one, or by its heading. Other columns can change the meaning of a heading. */
export function nameColumns(
  headings: readonly string[],
  ignore: ReadonlySet<string>,
  chosen: ReadonlyMap<string, ColumnRole>,
): Column[] {
  const folded = headings.map(fold);
  const has = (...names: string[]): boolean => names.every((name) => folded.includes(name));
  const isOwn = has('newsletter', 'status', 'confirmedat');
  const isAddressChosen = [...chosen.values()].includes('email');
  const inFile = (heading: string, index: number): ColumnRole | undefined => {
    const role = roleOf(heading);
    const name = folded[index];
    if (role === 'newsletter' && !isOwn)
      return folded.some((each) => roleOf(each) === 'status') ? 'listed' : 'subscribed';
    // In Reveille's own export this is the source of consent. In others it means consent by post, or phpList's own.
    if (name === 'consent' && isOwn) return 'ordinary';
    if (name === 'donotmail' && has('donotemail')) return 'ordinary';
    return name === 'optedin' && has('confirmed', 'blacklisted') ? 'ordinary' : role;
  };
  const columns = headings.map((heading, index): Column => {
    const name = nameOf(heading, index);
    const isIgnored = ignore.has(fold(name));
    const told = inFile(heading, index);
    const role = chosen.get(fold(name)) ?? (told === 'email' && isAddressChosen ? 'otherEmail' : told);
    // An ignored status column is still read for plain opt-outs.
    return { index, name, isIgnored, role: isIgnored && !(role && isTelling(role)) ? undefined : role };
  });
  // The first address column is the one that is mailed.
  const primary = columns.find(({ role }) => role === 'email') ?? columns.find(({ role }) => role === 'otherEmail');
  for (const column of columns) if (column.role === 'email') column.role = 'otherEmail';
  if (primary) primary.role = 'email';
  return columns;
}
