import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive, thisProcess } from '../../src/platform/processLock.ts';

const run = promisify(execFile);

/** What a host no longer gets, or no longer gets out: packets in, packets out, or both. */
export type Direction = 'in' | 'out' | 'both';

/** Hosts on one switch: a network namespace for each, none of which is joined to the machine's own network. */
export type Network = {
  /** A folder of the network's own, removed with it. */
  folder: string;
  addressOf: (host: string) => string;
  /** The arguments of `ip` before a program that runs on `host`. */
  on: (host: string) => string[];
  /** The addresses of names, for all hosts: their /etc/hosts. */
  setNames: (names: Readonly<Record<string, string>>) => Promise<void>;
  /** Drops what passes the host's link in this direction, in silence; with `peer`, only what concerns that host. */
  cut: (host: string, direction: Direction, peer?: string) => Promise<void>;
  /** Ends all cuts. */
  mend: () => Promise<void>;
  /** SIGKILL for every process on the host. */
  killAll: (host: string) => Promise<void>;
  close: () => Promise<void>;
};

const SUBNET = '10.77.0';
const NAME = /^reveille-(\d+)-(\d+)-\w+$/;
const ETC = '/etc/netns';

const folderOf = (pid: number | string, startedAt: string): string =>
  join(tmpdir(), `reveille-hosts-${pid}-${startedAt}`);

async function listNamespaces(): Promise<string[]> {
  const { stdout } = await run('ip', ['netns', 'list']);
  return stdout.split('\n').map((line) => line.split(' ')[0]!);
}

async function killIn(namespace: string): Promise<void> {
  for (let left = 1; left > 0; await sleep(left > 0 ? 50 : 0)) {
    const { stdout } = await run('ip', ['netns', 'pids', namespace]);
    const pids = stdout.split('\n').filter(Boolean).map(Number);
    left = pids.length;
    for (const pid of pids)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has just ended
      }
  }
}

/** Ends the processes of these namespaces, and removes the namespaces and their folder with all that is mounted there. */
async function removeAll(namespaces: readonly string[], folder: string): Promise<void> {
  for (const namespace of namespaces) {
    await killIn(namespace);
    await run('ip', ['netns', 'delete', namespace]);
    await rm(join(ETC, namespace), { recursive: true, force: true });
  }
  const { stdout } = await run('findmnt', ['--raw', '--noheadings', '--output', 'TARGET']);
  for (const target of stdout.split('\n')) if (target.startsWith(`${folder}/`)) await run('umount', ['--lazy', target]);
  await rm(folder, { recursive: true, force: true });
}

/** Removes the networks of runs that were interrupted: a namespace's name holds the process that made it. */
export async function removeLeftovers(): Promise<number> {
  const dead = new Map<string, string[]>();
  for (const namespace of await listNamespaces()) {
    const [, pid, startedAt] = NAME.exec(namespace) ?? [];
    if (pid === undefined || isAlive({ pid: Number(pid), startedAt: startedAt! })) continue;
    const folder = folderOf(pid, startedAt!);
    dead.set(folder, [...(dead.get(folder) ?? []), namespace]);
  }
  for (const [folder, namespaces] of dead) await removeAll(namespaces, folder);
  return dead.size;
}

/** Creates the hosts. Throws a sentence for a person where the machine does not permit it. */
export async function openNetwork(hosts: readonly string[]): Promise<Network> {
  const { pid, startedAt } = thisProcess();
  const made: string[] = [];
  const nameOf = (host: string): string => `reveille-${pid}-${startedAt}-${host}`;
  const folder = folderOf(pid, startedAt!);
  const add = async (host: string): Promise<string> => {
    const namespace = nameOf(host);
    await run('ip', ['netns', 'add', namespace]).catch((cause: unknown) => {
      throw new Error('Network namespaces cannot be made here; they need root with CAP_NET_ADMIN and CAP_SYS_ADMIN.', {
        cause,
      });
    });
    made.push(namespace);
    await mkdir(join(ETC, namespace), { recursive: true });
    await writeFile(join(ETC, namespace, 'hosts'), '');
    await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    return namespace;
  };
  const addressOf = (host: string): string => `${SUBNET}.${hosts.indexOf(host) + 1}`;
  const close = (): Promise<void> => removeAll(made.splice(0), folder);
  const filter = (host: string, ...rule: string[]): Promise<unknown> =>
    run('ip', ['netns', 'exec', nameOf(host), 'iptables', '--wait', ...rule]);

  await mkdir(folder, { recursive: true, mode: 0o755 });
  try {
    const hub = await add('switch');
    await run('ip', ['-n', hub, 'link', 'add', 'name', 'bridge0', 'type', 'bridge']);
    await run('ip', ['-n', hub, 'link', 'set', 'dev', 'bridge0', 'up']);
    for (const host of hosts) {
      const namespace = await add(host);
      const port = `to-${host}`;
      const peer = ['peer', 'name', 'eth0', 'netns', namespace];
      await run('ip', ['-n', hub, 'link', 'add', 'name', port, 'type', 'veth', ...peer]);
      await run('ip', ['-n', hub, 'link', 'set', 'dev', port, 'master', 'bridge0', 'up']);
      await run('ip', ['-n', namespace, 'address', 'add', `${addressOf(host)}/24`, 'dev', 'eth0']);
      await run('ip', ['-n', namespace, 'link', 'set', 'dev', 'eth0', 'up']);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    folder,
    addressOf,
    on: (host) => ['netns', 'exec', nameOf(host)],
    setNames: async (names) => {
      const lines = Object.entries({ localhost: '127.0.0.1', ...names }).map(([name, address]) => `${address} ${name}`);
      // Written in place: programs that run have this file mounted as /etc/hosts.
      for (const host of hosts) await writeFile(join(ETC, nameOf(host), 'hosts'), `${lines.join('\n')}\n`);
    },
    cut: async (host, direction, peer) => {
      const peers = hosts.filter((other) => other !== host && (peer === undefined || other === peer));
      // Each packet is dropped where it arrives: its sender's own filter would tell the sender.
      const drop = (at: string, from: string): Promise<unknown> =>
        filter(at, '-A', 'INPUT', '-i', 'eth0', '--source', addressOf(from), '-j', 'DROP');
      if (direction !== 'out') for (const from of peers) await drop(host, from);
      if (direction !== 'in') for (const at of peers) await drop(at, host);
    },
    mend: async () => {
      for (const host of hosts) await filter(host, '-F');
    },
    killAll: (host) => killIn(nameOf(host)),
    close,
  };
}
