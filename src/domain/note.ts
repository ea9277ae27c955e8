const MAX_CHARACTERS = 300;

/**
 * Reads a reason that staff gave, for the audit log: one line without an address, because the log must name no person
 * after an erasure. `problem`: what is wrong with it, as the end of a sentence.
 */
export function readNote(
  typed: string,
  { isRequired }: { isRequired: boolean },
): { note: string; problem: string | null } {
  const note = typed.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (note === '' && isRequired) return { note, problem: 'give a reason.' };
  if (note.includes('@')) return { note, problem: 'leave the address out of the reason, which the audit log keeps.' };
  if (note.length > MAX_CHARACTERS) return { note, problem: `the reason has more than ${MAX_CHARACTERS} characters.` };
  return { note, problem: null };
}
