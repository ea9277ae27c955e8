import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type SampleDesk = { origin: string; password: string; end: () => Promise<void> };

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}

/** Starts Reveille with the sample newsroom in a folder of its own, and waits until stories were read. */
export async function serveSampleDesk(): Promise<SampleDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-desk-'));
  const port = await findFreePort();
  const env = { PATH: process.env['PATH'], HOME: folder, DATA_DIR: folder, PORT: String(port) };
  const child = spawn(process.execPath, ['src/cli.ts', 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  let password = '';
  for await (const line of createInterface({ input: child.stdout })) {
    password ||= /password (\S+)/.exec(line)?.[1] ?? '';
    if (/\d+ items from/.test(line)) {
      // The program stops if its output has no reader.
      child.stdout.resume();
      return { origin: `http://127.0.0.1:${port}`, password, end };
    }
  }
  await end();
  throw new Error('Reveille ended before it had stories');
}
