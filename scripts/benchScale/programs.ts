import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { currentMegabytes, TICKS_PER_SECOND } from '../benchSend/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** An installation as its README starts it: `serve` with all its processes, on an external PostgreSQL. */
export type Program = {
  origin: string;
  /** Runs a command beside it. Returns what it printed. */
  command: (...args: string[]) => Promise<string>;
  /** CPU seconds so far, by process; PostgreSQL's are those of all its processes. */
  cpuSeconds: () => Record<string, number>;
  /** Resident MB, by process. */
  megabytes: () => Record<string, number>;
  close: () => Promise<void>;
};

type Process = { pid: number; parent: number; name: string; own: number; withEnded: number };

/** Every process of the machine, from /proc (proc_pid_stat(5)). */
function listProcesses(): Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number);
      const name = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const own = (fields[11]! + fields[12]!) / TICKS_PER_SECOND;
      const ended = (fields[13]! + fields[14]!) / TICKS_PER_SECOND;
      return [{ pid: Number(entry), parent: fields[1]!, name, own, withEnded: own + ended }];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

/** The parent of a process on this machine. Throws if there is none of this id. */
export function parentOf(pid: number): number {
  const found = listProcesses().find((each) => each.pid === pid);
  if (!found) throw new Error(`there is no process ${pid} here: the database must run on this machine`);
  return found.parent;
}

const NAMES: readonly [file: string, name: string][] = [
  ['src/web/main.ts', 'web'],
  ['workers/scheduler.ts', 'scheduler'],
  ['workers/newsroom.ts', 'newsroom'],
  ['workers/renderer.ts', 'renderer'],
  ['workers/mailer.ts', 'mailer'],
];

/** Starts `serve`, and waits until it is ready. `postmaster`: the process id of the database's server. */
export async function startProgram(
  environment: Record<string, string>,
  { port, postmaster }: { port: number; postmaster: number },
): Promise<Program> {
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: String(port), ...environment };
  const serve = spawn(process.execPath, ['src/cli.ts', 'serve', '--empty'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  for (let isReady = false; !isReady;) {
    if (serve.exitCode !== null) throw new Error(`serve ended with ${serve.exitCode}`);
    await new Promise((done) => setTimeout(done, 200));
    isReady = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
  const parts = (): [name: string, part: Process][] =>
    listProcesses()
      .filter(({ parent }) => parent === serve.pid)
      .flatMap((part) => NAMES.flatMap(([file, name]) => (part.name.includes(file) ? [[name, part] as const] : [])))
      .map(([name, part]) => [name, part]);
  return {
    origin,
    command: async (...args) => {
      const { stdout } = await run(process.execPath, ['src/cli.ts', ...args], {
        cwd: ROOT,
        env,
        maxBuffer: 2 ** 30,
      });
      return stdout;
    },
    cpuSeconds: () => {
      const all = listProcesses();
      const backends = all.filter(({ parent }) => parent === postmaster).reduce((sum, { own }) => sum + own, 0);
      const server = all.find(({ pid }) => pid === postmaster)!.withEnded;
      const ours = parts().map(([name, { own }]) => [name, own] as const);
      return { ...Object.fromEntries(ours), postgres: server + backends };
    },
    megabytes: () => Object.fromEntries(parts().map(([name, { pid }]) => [name, currentMegabytes(pid)])),
    close: async () => {
      serve.kill('SIGTERM');
      if (serve.exitCode === null) await once(serve, 'exit');
    },
  };
}
