import { z } from 'zod';
import { optionalText } from '../../forms.ts';

/** What is wrong with each field, as a sentence. */
export type FieldProblems<Name extends string> = Partial<Record<Name, string>>;

/** The fields of a form, each with the hidden one that says what the form showed. */
export function withShown(names: readonly string[]) {
  return z.object(
    Object.fromEntries(names.flatMap((name) => [name, `was_${name}`]).map((name) => [name, optionalText])),
  );
}

/**
 * The fields that a person changed, and a problem for each that somebody else changed meanwhile. A box that is not ticked
 * is not sent, and counts as `off`.
 */
export function readChanged<Name extends string>(
  names: readonly Name[],
  sent: Readonly<Record<string, string | undefined>>,
  stored: Readonly<Record<Name, string>>,
): { changed: Partial<Record<Name, string>>; overtaken: FieldProblems<Name> } {
  const changed: Partial<Record<Name, string>> = {};
  const overtaken: FieldProblems<Name> = {};
  for (const name of names) {
    const was = sent[`was_${name}`];
    if (was === undefined) continue;
    const typed = sent[name] ?? (was === 'on' ? 'off' : was);
    if (typed === was || typed === stored[name]) continue;
    changed[name] = typed;
    if (was !== stored[name])
      overtaken[name] = `Somebody else changed this to “${stored[name]}” meanwhile. Save again to replace it.`;
  }
  return { changed, overtaken };
}
