import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Where a transaction stood: before 354, between it and the final dot, after the dot and before the answer. */
export type Phase = 'envelope' | 'message' | 'answer';

/** What the sink keeps, one JSON object a line, in the order in which it happened. `at`: milliseconds since 1970. */
export type Line =
  /** A message was received to its final dot. `n` numbers them; `isWhole`: its headers and its end are what they must be. */
  | {
      kind: 'received';
      n: number;
      at: number;
      to: string;
      messageId: string;
      port: string;
      bytes: number;
      isWhole: boolean;
    }
  /** The answer to message `n` was handed to the network. */
  | { kind: 'answered'; n: number; at: number; code: number }
  /** A recipient was refused. */
  | { kind: 'refused'; at: number; to: string; code: number }
  /** The sink hung up in the middle of a transaction. */
  | { kind: 'cut'; at: number; to: string; phase: Phase }
  /** The mailer hung up, or died, in the middle of a transaction. */
  | { kind: 'gone'; at: number; to: string; phase: Phase }
  /** The sink misbehaved. */
  | { kind: 'did'; at: number; what: string };

/** A Line before it is stamped. */
type Entry = Line extends infer L ? (L extends Line ? Omit<L, 'at'> : never) : never;

export type Store = { append: (entry: Entry) => void; close: () => void };

/** Opens the append-only file. A line is with the operating system before `append` returns. */
export function openStore(path: string): Store {
  const file = openSync(path, 'a', 0o600);
  return {
    append: (entry) => void writeSync(file, `${JSON.stringify({ ...entry, at: Date.now() })}\n`),
    close: () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

export function readStore(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
