import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
import { openGround, openRuntime, type Runtime } from '../platform/runtime.ts';

/** What a person reads: to standard output, or, when lines of JSON go there, to standard error. */
export type Output = {
  /** A result: `record` as a line with --json, else `text`. */
  result: (record: unknown, text: string) => void;
  /** What happens meanwhile; always standard error. */
  note: (text: string) => void;
};

export function openOutput({ json = false }: { json?: boolean | undefined }): Output {
  return {
    result: (record, text) => void process.stdout.write(`${json ? JSON.stringify(record) : text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Runs `work` with everything open, and closes it whatever happens. A command needs few connections. */
export async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(openGround('cli'), { maxConnections: 4 });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/** Marks the run as failed or partly failed; the results that there are stay. */
export function markFailed(): void {
  process.exitCode = 1;
}

/** An edition's number as a person gives it. Throws USAGE. */
export function parseEditionId(text: string): number {
  const id = readId(text);
  if (id === null) throw new ReveilleError('USAGE', `"${text}" is no edition; "reveille status" lists them.`);
  return id;
}

/** File paths as given; "-" stands for those on standard input, one a line. */
export async function* listFiles(files: string[]): AsyncGenerator<string> {
  for (const file of files)
    if (file !== '-') yield file;
    else for await (const line of createInterface({ input: process.stdin })) if (line.trim()) yield line.trim();
}

/** Lines of a file, or of standard input for "-". */
export async function* readLines(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
}

/** A line of JSON on standard output. */
export function printLine(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

/**
 * Prints what `read` makes of a file, a line a record; where it cannot be read, a line that says so, and the run is
 * marked as partly failed.
 */
export async function printFile(file: string, read: () => Promise<readonly object[]>): Promise<void> {
  try {
    for (const record of await read()) printLine({ file, ...record });
  } catch (error) {
    markFailed();
    printLine({ file, error: { code: codeOf(error) ?? 'READ_FAILED', message: messageOf(error) } });
  }
}
