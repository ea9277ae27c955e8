import { execFile } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');

export type Ran = { code: number; stdout: string; stderr: string };

/** Runs the program as a person does, on a database of its own, with nothing of this process's environment. */
export function runCli(args: string[], environment: Record<string, string>): Promise<Ran> {
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'fatal', ...environment };
  return new Promise((done) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** The lines of JSON that a run printed. */
export const linesOf = ({ stdout }: Ran): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
