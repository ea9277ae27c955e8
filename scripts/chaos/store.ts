import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** The phase of a transaction: before 354, between 354 and the final dot, or between the final dot and the reply. */
export type Phase = 'envelope' | 'message' | 'answer';

/** The sink's log: one JSON object a line, in the order of events. `at`: milliseconds since 1970. */
export type Line =
  /** A message was received to its final dot. `n` is its number. `isWhole`: its headers and its end are correct. */
  | {
      kind: 'received';
      n: number;
      at: number;
      to: string;
      /** The address of the mailer's host. */
      from: string;
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

/** Opens the append-only file. `append` returns after the operating system has the line. */
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
