/** One instruction of a Dockerfile: `flags` are its `--name=value`, `text` is what follows them. */
export type Instruction = { line: number; name: string; flags: Record<string, string>; text: string };

/** A stage: its base, the name that others copy from, and what is done in it. */
type Stage = { from: string; name: string; instructions: Instruction[] };

const KNOWN = new Set(['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'CMD', 'VOLUME']);

/** Lines joined over a backslash at their end, without comments, each with the number of its first. */
function logicalLines(text: string): { line: number; text: string }[] {
  const joined: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    const goesOn = /\\\s*$/.test(raw);
    const part = raw.replace(/\\\s*$/, '');
    open = open ? { ...open, text: `${open.text} ${part.trim()}` } : { line: index + 1, text: part.trim() };
    if (goesOn) continue;
    joined.push(open);
    open = undefined;
  }
  return joined;
}

function parseInstruction(line: number, text: string): Instruction {
  const [, name = '', rest = ''] = /^(\S+)\s+([\s\S]*)$/.exec(text) ?? [];
  const flags: Record<string, string> = {};
  let left = rest;
  for (;;) {
    const [whole, flag, value] = /^--([\w-]+)=(\S+)\s+/.exec(left) ?? [];
    if (whole === undefined || flag === undefined || value === undefined) break;
    flags[flag] = value;
    left = left.slice(whole.length);
  }
  return { line, name: name.toUpperCase(), flags, text: left };
}

/**
 * Reads a Dockerfile into its stages. Throws on an instruction that this reader does not know: passing over it would
 * check another image than an engine builds. Reference: https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const { line, text: logical } of logicalLines(text)) {
    const instruction = parseInstruction(line, logical);
    if (instruction.name === 'FROM') {
      const [from = '', as, name] = instruction.text.split(/\s+/);
      stages.push({ from, name: as?.toUpperCase() === 'AS' && name ? name : String(stages.length), instructions: [] });
      continue;
    }
    if (!KNOWN.has(instruction.name))
      throw new Error(`Dockerfile line ${line}: ${instruction.name} is not known to this check; teach it first`);
    const stage = stages.at(-1);
    if (!stage) throw new Error(`Dockerfile line ${line}: ${instruction.name} comes before FROM`);
    stage.instructions.push(instruction);
  }
  return stages;
}

/** The words of an instruction in its JSON form, or null where it is a shell's. */
export function jsonForm(text: string): string[] | null {
  return text.startsWith('[') ? (JSON.parse(text) as string[]) : null;
}

/** `NAME=value` pairs of ENV; a value with spaces stands in double quotes. */
export function parsePairs(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']),
  );
}
