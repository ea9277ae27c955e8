import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../platform/config.ts';
import type { LogStream } from '../platform/log.ts';

/** Where the program writes: a terminal has a width. */
export type Sink = Writable & { isTTY?: boolean; columns?: number };

/** What the program gets from outside: its environment, its three streams, and where its log goes unless to descriptor 2. */
export type Io = {
  readonly env: Environment;
  readonly stdin: Readable;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly logTo?: LogStream | undefined;
};

/** One run of the program. A command changes `exitCode`: 0 unless something failed. */
export type Run = Io & { exitCode: number };
