import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Image } from './build.ts';
import { parseMemory, type ComposeService } from './compose.ts';
import { privileges, startContainer, type Container, type Mount } from './container.ts';

/** A service that runs: `log` is what it wrote so far. */
export type Running = {
  name: string;
  child: ChildProcess;
  container: Container;
  service: ComposeService;
  log: () => string;
};

const HEALTHY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 40_000;

/** The container that Compose makes from a service and its image, with the volumes `mounts`. */
export function describeContainer(image: Image, service: ComposeService, mounts: readonly Mount[] = []): Container {
  return {
    ...image,
    mounts: [...image.mounts, ...mounts],
    tmpfs: service.tmpfs,
    isReadOnly: service.read_only,
    isConfined: service.cap_drop.includes('ALL') && service.security_opt.includes('no-new-privileges:true'),
    environment: { ...image.environment, ...service.environment },
    command: service.command.length > 0 ? service.command : image.command,
  };
}

export async function startService(name: string, service: ComposeService, container: Container): Promise<Running> {
  const child = await startContainer(container, ['ignore', 'pipe', 'pipe']);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  return { name, child, container, service, log: () => lines.join('') };
}

/** `docker compose run`: one command in a container of its own. Its standard output; throws where it fails. */
export async function runOnce(container: Container, command: readonly string[]): Promise<string> {
  const child = await startContainer({ ...container, command }, ['ignore', 'pipe', 'pipe']);
  const [[code], out, err] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    readAll(child.stdout!),
    readAll(child.stderr!),
  ]);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${err || out}`);
  return out;
}

/** `docker exec`: the exit code of a command inside a container that runs, as its user. */
export async function execIn({ child, container }: Running, command: readonly string[]): Promise<number | null> {
  const inside = ['nsenter', `--target=${child.pid}`, '--mount', '--root', '--wd', '--', ...privileges(container)];
  const probe = spawn(inside[0]!, [...inside.slice(1), ...command], { env: container.environment, stdio: 'ignore' });
  const [code] = (await once(probe, 'exit')) as [number | null];
  return code;
}

/** Waits until the service's own health check passes. Throws with its log where it ends before, or takes too long. */
export async function waitUntilHealthy(running: Running): Promise<void> {
  const { name, child, service, log } = running;
  const [kind, ...words] = service.healthcheck.test;
  const command = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
  for (const deadline = Date.now() + HEALTHY_WITHIN_MS; ; await sleep(500)) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${log()}`);
    if ((await execIn(running, command)) === 0) return;
    if (Date.now() > deadline) throw new Error(`${name} does not get healthy (${command.join(' ')}):\n${log()}`);
  }
}

/** `docker stop`: SIGTERM, and the exit code. Null where it had to be killed. */
export async function stopService({ child }: Running): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code;
}

/** What the kernel says of a running service: its user, its capabilities and its largest memory so far. */
export async function inspect({ child, service }: Running): Promise<{
  uid: number;
  capabilities: number;
  noNewPrivileges: boolean;
  memoryBytes: number;
  limitBytes: number;
  libraries: string[];
}> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const maps = await readFile(`/proc/${child.pid}/maps`, 'utf8');
  return {
    uid: Number(field('Uid')),
    capabilities: Number.parseInt(field('CapBnd'), 16),
    noNewPrivileges: field('NoNewPrivs') === '1',
    memoryBytes: Number(field('VmHWM')) * 1024,
    limitBytes: parseMemory(service.mem_limit),
    libraries: [...new Set([...maps.matchAll(/\s(\/\S+\.so[.\d]*)$/gm)].map(([, path = '']) => path))],
  };
}
