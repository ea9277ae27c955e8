import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { removeLeftovers } from '../../scripts/hosts/network.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const started: ChildProcess[] = [];

/** Runs scripts/hosts.ts, and collects what it says. */
function runHosts(...options: string[]): { child: ChildProcess; text: () => string } {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/hosts.ts'), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, text: () => text };
}

/** The namespaces, and what is kept of them in /etc, that a run of this process made. */
function leftBy({ pid }: ChildProcess): string[] {
  const namespaces = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n');
  const files = existsSync('/etc/netns') ? readdirSync('/etc/netns') : [];
  return [...namespaces, ...files].filter((name) => name.startsWith(`reveille-${pid}-`));
}

afterAll(async () => {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  await removeLeftovers();
});

test('what an interrupted run left of its network is removed', async () => {
  const { child, text } = runHosts('--readers=100');
  await expect.poll(text).toContain('the network is there');
  expect(leftBy(child)).not.toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await removeLeftovers()).toBeGreaterThan(0);
  expect(leftBy(child)).toEqual([]);
});

test('on three hosts nobody is lost or mailed twice while a link is cut, a host dies, and PostgreSQL fails over', async () => {
  const { child, text } = runHosts('--readers=2000', '--rate=60', '--fault-seconds=15', '--only=mute,kill,failover');
  const [exitCode] = (await once(child, 'close')) as [number];
  expect(text()).toMatch(/^hosts: seed \d+, 2000 readers/);
  // The text says the seed, and what went wrong.
  expect([exitCode, text()]).toEqual([0, expect.stringContaining('Nobody was lost or mailed twice')]);
  expect(leftBy(child)).toEqual([]);
});
