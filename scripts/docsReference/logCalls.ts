import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/** A line that the program may log: its text, with … for what varies, and its fields. */
export type LogCall = { level: Level; text: string; fields: string[]; file: string };

/** Texts that reach a log through a variable, by file. Each stands in that file. */
const INDIRECT: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
  'src/deliver/outboxLog.ts': {
    words: [
      'the relay rejected a mail permanently',
      'the relay refused the sender of a mail; the mail is retried',
      'the relay deferred a mail; it is retried',
      'a mail waits for a relay',
      'the relay’s answer to a mail was lost; it is not sent again',
    ],
  },
  // What the queue's callers name; each is a call of its own.
  'src/platform/queue/queue.ts': { text: [] },
  'src/platform/db/away.ts': { text: [] },
};

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The parts of `source` from `start`, the place after an opening bracket, to its closing one, split at commas. */
export function splitArguments(source: string, start: number): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let quote = '';
  let from = start;
  for (let at = start; at < source.length; at++) {
    const letter = source[at]!;
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (`'"\``.includes(letter)) quote = letter;
    else if (letter in CLOSES) open.push(CLOSES[letter]!);
    else if (open.length > 0 && letter === open.at(-1)) open.pop();
    else if (open.length === 0 && (letter === ',' || letter === ')' || letter === '}')) {
      parts.push(source.slice(from, at).trim());
      if (letter !== ',') return parts.filter((part) => part !== '');
      from = at + 1;
    }
  }
  return parts;
}

const textsIn = (part: string): string[] =>
  Array.from(part.matchAll(/'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g), ([, plain, template]) =>
    (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '…').replaceAll(String.raw`\'`, "'"),
  ).filter((text) => text.includes(' ') || /^[a-z]+$/.test(text));

/** The names of an object literal's fields; nothing of one that is spread or named. */
function fieldsIn(part: string): string[] {
  if (!part.startsWith('{')) return [];
  return splitArguments(part, 1).flatMap((each) => /^(\w+)/.exec(each)?.[1] ?? []);
}

/** The texts of a call's last argument: a ternary has several. */
function textsOf(file: string, last: string): string[] {
  const texts = textsIn(last.replace(/^.*?===\s*'\w+'/s, ''));
  const indirect = INDIRECT[file]?.[last.replace(/^.*\./, '')];
  if (texts.length === 0 && indirect === undefined) throw new Error(`${file} logs "${last}", which is no text`);
  return texts.length > 0 ? texts : indirect!;
}

const CALL = /\b[lL]og\??\.(fatal|error|warn|info|debug)\(|\bwarnUnlessAway\(|\bwarn\((?=error, ')/g;

function callsIn(file: string): LogCall[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return Array.from(source.matchAll(CALL)).flatMap((match): LogCall[] => {
    if (source.slice(0, match.index).endsWith('function ')) return [];
    const parts = splitArguments(source, match.index + match[0].length);
    const level = (match[1] ?? 'warn') as Level;
    // log.warn(fields, text), warn(error, text, fields), warnUnlessAway(log, error, text, fields)
    const after = parts.indexOf('error') + 1;
    const [text, fields] = match[1] ? [parts.at(-1)!, parts[0]!] : [parts[after]!, parts[after + 1] ?? '{}'];
    const named = [...(match[1] ? [] : ['err']), ...fieldsIn(fields)];
    return textsOf(file, text).map((each) => ({ level, text: each, fields: named, file }));
  });
}

/** Every line that the processes of the system may log, the worst level first, then by text. */
export function listLogCalls(): LogCall[] {
  const files = ['src', 'workers'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const order = (level: Level): number => LEVELS.indexOf(level);
  return files
    .flatMap(callsIn)
    .toSorted((a, b) => order(a.level) - order(b.level) || (a.text < b.text ? -1 : 1) || (a.file < b.file ? -1 : 1));
}
