import { splitDateline, type Dateline } from './dateline.ts';
import { splitNote } from './notes.ts';

/** Everything before a text's first sentence, including notes to editors. */
export type Opening = Dateline & { notes: string[] };

/** Splits notes to editors, dateline and agency from the beginning of a text. */
export function splitOpening(text: string): Opening {
  const first = splitNote(text);
  const dated = splitDateline(first.rest);
  const second = splitNote(dated.rest);
  return { ...dated, rest: second.rest, notes: [first.note, second.note].filter((note) => note !== null) };
}
