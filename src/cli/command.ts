import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { Run } from './run.ts';

/** What a person reads: to standard output, or, when lines of JSON go there, to standard error. */
export type Output = {
  /** A result: `record` as a line with --json, else `text`. */
  result: (record: unknown, text: string) => void;
  /** What happens meanwhile; always standard error. */
  note: (text: string) => void;
  /** Marks the run as failed or partly failed; the results that there are stay. */
  markFailed: () => void;
};

export function openOutput(run: Run, { json = false }: { json?: boolean | undefined }): Output {
  return {
    result: (record, text) => void run.stdout.write(`${json ? JSON.stringify(record) : text}\n`),
    note: (text) => void run.stderr.write(`${text}\n`),
    markFailed: () => void (run.exitCode = 1),
  };
}

/** Runs `work` with everything open, and closes it whatever happens. A command needs few connections. */
export async function withRuntime<T>(run: Run, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  // Some commands open nothing, and need not wait for it.
  const [{ openGround, openRuntime }, { settleWords }] = await Promise.all([
    import('../platform/runtime.ts'),
    import('../editions/goodWords.ts'),
  ]);
  const ground = openGround('cli', { environment: run.env, logTo: run.logTo });
  const runtime = await openRuntime(ground, { maxConnections: 4 });
  try {
    await settleWords(runtime);
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/** An edition's number as a person gives it. Throws USAGE. */
export function parseEditionId(text: string): number {
  const id = readId(text);
  if (id === null) throw new ReveilleError('USAGE', `"${text}" is no edition; "reveille status" lists them.`);
  return id;
}

/** File paths as given; "-" stands for those on standard input, one a line. */
export async function* listFiles(run: Run, files: string[]): AsyncGenerator<string> {
  for (const file of files)
    if (file !== '-') yield file;
    else for await (const line of createInterface({ input: run.stdin })) if (line.trim()) yield line.trim();
}

/** Lines of a file, or of standard input for "-". */
export async function* readLines(run: Run, file: string): AsyncGenerator<string> {
  const input = file === '-' ? run.stdin : createReadStream(file, 'utf8');
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
}

/** A line of JSON on standard output. */
export function printLine({ stdout }: Run, record: object): void {
  stdout.write(`${JSON.stringify(record)}\n`);
}

/**
 * Prints what `read` makes of a file, a line a record; where it cannot be read, a line that says so, and the run is
 * marked as partly failed.
 */
export async function printFile(run: Run, file: string, read: () => Promise<readonly object[]>): Promise<void> {
  try {
    for (const record of await read()) printLine(run, { file, ...record });
  } catch (error) {
    run.exitCode = 1;
    printLine(run, { file, error: { code: codeOf(error) ?? 'READ_FAILED', message: messageOf(error) } });
  }
}
