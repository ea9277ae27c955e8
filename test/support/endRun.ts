import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `node endRun.ts FOLDER`: waits until the test run that started it has ended, in whatever way, then ends the programs
 * that the tests started and the servers below the run's temporary folder, and removes the folder. A kill -9 closes the pipe of standard
 * input as an orderly end does.
 */
const folder = process.argv[2]!;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

/** The servers' processes by their pid files. A pid that another program has by now does not count. */
async function findServers(): Promise<number[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => /(?:^|[\\/])(?:postmaster|redis-\d+)\.pid$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts
    .map((content) => Number.parseInt(content, 10))
    .filter((pid) => pid > 0 && commandOf(pid).includes(folder));
}

/** Reveille's own processes, which would start a server again: those with the run's folder as TEST_RUN. Linux tells. */
async function findPrograms(): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
  return pids.filter((_, at) => environments[at]!.split('\0').includes(`TEST_RUN=${folder}`)).map(Number);
}

function end(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // it ended by itself
    }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

await text(process.stdin);
// Processes of the tests notice the run's end at their own pace, and may start or remove a server until then.
for (let quiet = 0; quiet < 3; await sleep(200)) {
  const programs = await findPrograms();
  end(programs, 'SIGKILL');
  const servers = await findServers();
  // PostgreSQL's immediate shutdown: nothing of a test run has to survive. To Redis it is an end as well.
  end(servers, 'SIGQUIT');
  quiet = programs.length + servers.length === 0 ? quiet + 1 : 0;
}
await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
