import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runProgram } from '../../src/cli/main.ts';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');

export type Ran = { code: number; stdout: string; stderr: string };

type Environment = Readonly<Record<string, string>>;

/** Nothing of this process's environment but what finds programs. */
const environmentOf = (given: Environment): Record<string, string | undefined> => ({
  PATH: process.env['PATH'],
  LOG_LEVEL: 'fatal',
  ...given,
});

function collect(): { sink: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { sink, text: () => Buffer.concat(chunks).toString() };
}

/**
 * Runs the program in this process, with `typed` on its standard input. What only a process shows (signals, a broken
 * pipe, what is loaded) needs `spawnCli`.
 */
export async function runCli(
  args: readonly string[],
  environment: Environment,
  typed: string | Uint8Array = '',
): Promise<Ran> {
  const [stdout, stderr] = [collect(), collect()];
  const code = await runProgram(args, {
    env: environmentOf(environment),
    stdin: Readable.from([Buffer.from(typed)]),
    stdout: stdout.sink,
    stderr: stderr.sink,
    logTo: stderr.sink,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs the program as a person does: as a process of its own, which takes a second or more to start. */
export function spawnCli(
  args: readonly string[],
  environment: Environment,
  typed: string | Uint8Array = '',
  cwd?: string,
): Promise<Ran> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { env: environmentOf(environment), cwd },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    // A program that has heard enough may hang up.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(typed);
  });
}

/** The lines of JSON that a run printed. */
export const linesOf = ({ stdout }: Ran): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
