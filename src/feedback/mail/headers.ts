import { decodeWords } from './decode.ts';

/** A header or a field: its name in lower case, and its decoded value in one line. */
export type Field = { name: string; value: string };

const MAX_FIELDS = 1_000;
const MAX_VALUE = 4_000;
const FIELD = /^([!-9;-~]{1,80})[ \t]*:[ \t]?(.*)$/;

/**
 * Parses a block of fields (RFC 5322 2.2) and joins folded lines. Other lines are ignored. It stops at the first empty
 * line. If the block has no field at all, all of it is `rest`: a body without a header.
 */
export function parseFields(lines: readonly string[]): { fields: Field[]; rest: number } {
  const raw: { name: string; value: string }[] = [];
  let at = 0;
  for (; at < lines.length && lines[at]!.trim() !== ''; at++) {
    const line = lines[at]!;
    const last = raw.at(-1);
    const parsed = FIELD.exec(line);
    if (/^[ \t]/.test(line) && last) {
      if (last.value.length < MAX_VALUE) last.value += ` ${line.trim()}`;
    } else if (parsed && raw.length < MAX_FIELDS) raw.push({ name: parsed[1]!.toLowerCase(), value: parsed[2]! });
    else if (raw.length === 0 && !/^(?:>?From |-)/.test(line)) break;
  }
  const fields = raw.map(({ name, value }) => ({ name, value: decodeWords(value.slice(0, MAX_VALUE)).trim() }));
  return { fields, rest: at };
}

/** The value of the first field of that name, or ''. */
export function valueOf(fields: readonly Field[], name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** The values of all fields of that name. */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}

const PARAMETER = /;\s{0,20}([\w*-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]{0,300})"|([^;\s"]{1,300}))/g;

/** A Content-Type's type in lower case, and its parameters by their names in lower case. */
export function parseContentType(value: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const type = /^[\w.+-]{1,60}\/[\w.+-]{1,80}/.exec(value.trim())?.[0].toLowerCase() ?? 'text/plain';
  const parameters = new Map<string, string>();
  for (const [, name, quoted, bare] of value.matchAll(PARAMETER))
    if (!parameters.has(name!.toLowerCase())) parameters.set(name!.toLowerCase(), quoted ?? bare ?? '');
  return { type, parameters };
}
