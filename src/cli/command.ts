import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { Run } from './run.ts';

/** Where a command prints: results to standard output, notes to standard error. */
export type Output = {
  /** A result: `record` as a line with --json, else `text`. */
  result: (record: unknown, text: string) => void;
  /** Progress and advice; always standard error. */
  note: (text: string) => void;
  /** Marks the run as failed or partly failed. Results that are printed already stay. */
  markFailed: () => void;
};

export function openOutput(run: Run, { json = false }: { json?: boolean | undefined }): Output {
  return {
    result: (record, text) => void run.stdout.write(`${json ? JSON.stringify(record) : text}\n`),
    note: (text) => void run.stderr.write(`${text}\n`),
    markFailed: () => void (run.exitCode = 1),
  };
}

/** Runs `work` with an open runtime, and closes it afterwards, also after an error. A command needs few connections. */
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
    await writeSafety(runtime);
    await runtime.close();
  }
}

/** A command that lets a reader leave sees to SAFETY_LOG itself: nothing else may run. */
async function writeSafety({ db, keys, log, config: { safetyLog: path } }: Runtime): Promise<void> {
  if (path === null) return;
  const { whyUnwritable, writeSafetyLog } = await import('../readers/safetyLog.ts');
  await writeSafetyLog({ db, keys, path }).catch((error: unknown) =>
    log.error({ err: error }, `${whyUnwritable(path, error)}; what is missing is written later`),
  );
}

/** An edition's number as a person gives it. Throws USAGE. */
export function parseEditionId(text: string): number {
  const id = readId(text);
  if (id === null)
    throw new ReveilleError('USAGE', `"${text}" is not an edition number; "reveille status" lists the editions.`);
  return id;
}

/** File paths as given; "-" stands for paths on standard input, one a line. */
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
 * Prints the records that `read` returns for a file, one a line. If the file cannot be read, prints a line with the
 * error and marks the run as partly failed.
 */
export async function printFile(run: Run, file: string, read: () => Promise<readonly object[]>): Promise<void> {
  try {
    for (const record of await read()) printLine(run, { file, ...record });
  } catch (error) {
    run.exitCode = 1;
    printLine(run, { file, error: { code: codeOf(error) ?? 'READ_FAILED', message: messageOf(error) } });
  }
}
