import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { openGround, openRuntime, type Runtime } from '../platform/runtime.ts';

/** Where a command prints: results to standard output, notes to standard error. */
export type Output = {
  /** A result: `record` as a line with --json, else `text`. */
  result: (record: unknown, text: string) => void;
  /** Progress and advice; always standard error. */
  note: (text: string) => void;
};

export function openOutput({ json = false }: { json?: boolean | undefined }): Output {
  return {
    result: (record, text) => void process.stdout.write(`${json ? JSON.stringify(record) : text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Runs `work` with an open runtime, and closes it afterwards, also after an error. A command needs few connections. */
export async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(openGround('cli'), { maxConnections: 4 });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/** Marks the run as failed or partly failed. Results that are printed already stay. */
export function markFailed(): void {
  process.exitCode = 1;
}

/** An edition's number as a person gives it. Throws USAGE. */
export function parseEditionId(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1 || id > 2 ** 31 - 1)
    throw new ReveilleError('USAGE', `"${text}" is not an edition number; "reveille status" lists the editions.`);
  return id;
}

/** File paths as given; "-" stands for paths on standard input, one a line. */
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
 * Prints the records that `read` returns for a file, one a line. If the file cannot be read, prints a line with the
 * error and marks the run as partly failed.
 */
export async function printFile(file: string, read: () => Promise<readonly object[]>): Promise<void> {
  try {
    for (const record of await read()) printLine({ file, ...record });
  } catch (error) {
    markFailed();
    printLine({ file, error: { code: codeOf(error) ?? 'READ_FAILED', message: messageOf(error) } });
  }
}
