import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `node endRun.ts FOLDER`: waits until the test run that started it has ended, in whatever way, then ends the servers
 * that were started below the run's temporary folder, and removes the folder. A kill -9 closes the pipe of standard
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
  const servers = await findServers();
  quiet = servers.length === 0 ? quiet + 1 : 0;
  for (const pid of servers)
    try {
      // PostgreSQL's immediate shutdown: nothing of a test run has to survive. To Redis it is an end as well.
      process.kill(pid, 'SIGQUIT');
    } catch {
      // it ended by itself
    }
}
await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
