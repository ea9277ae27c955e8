import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Mount, User } from './container.ts';

/** The users of the images that docker-compose.yml names; `node` is the one of the official Node images. */
export const USERS: Readonly<Record<string, User>> = {
  root: { uid: 0, gid: 0 },
  node: { uid: 1000, gid: 1000 },
  postgres: { uid: 999, gid: 999 },
  redis: { uid: 998, gid: 998 },
  nginx: { uid: 101, gid: 101 },
};

export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where npm is, which runs this check: it does what the image's own npm does. */
function npmFolder(): string {
  const program = process.env['npm_execpath'];
  if (!program) throw new Error('npm runs this check: npm run check:image');
  return dirname(dirname(program));
}

/** The Node that the installation carries, which has to be of the version that `from` (node:26-slim) names. */
export function carriedNode(projectRoot: string, from: string): string {
  const program = join(projectRoot, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  const [, tag = ''] = /^node:([\d.]+)(-slim)?$/.exec(from) ?? [];
  if (tag === '' || !`${version}.`.startsWith(`v${tag}.`))
    throw new Error(`the image is FROM ${from}, and package.json carries Node ${version}: they must be one version`);
  return program;
}

/**
 * Makes the root of a Debian image out of this machine's: its own /etc, /tmp and /home, and the machine's /usr. What is
 * below /usr/local is `local`: a Node image has Node and npm there.
 */
export async function makeBase(root: string): Promise<void> {
  for (const folder of ['etc', 'usr', 'usr-local', 'proc', 'dev', 'root', 'home/node', 'var/lib', 'run', 'opt'])
    await mkdir(join(root, folder), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
  // A folder that the user may write in, as long as the root is not read-only.
  await chown(join(root, 'home/node'), USERS['node']!.uid, USERS['node']!.gid);
  for (const folder of ['bin', 'sbin', 'lib', 'lib64'])
    if (existsSync(join('/usr', folder))) await symlink(`usr/${folder}`, join(root, folder));
  await symlink('../run', join(root, 'var/run'));
  const entries = Object.entries(USERS);
  const write = (name: string, lines: string[]): Promise<void> =>
    writeFile(join(root, 'etc', name), lines.map((line) => `${line}\n`).join(''));
  await write(
    'passwd',
    entries.map(([name, { uid, gid }]) => `${name}:x:${uid}:${gid}::/home/${name}:/bin/sh`),
  );
  await write(
    'group',
    entries.map(([name, { gid }]) => `${name}:x:${gid}:`),
  );
  await write('hosts', ['127.0.0.1 localhost']);
  await write('nsswitch.conf', ['hosts: files dns']);
  await write('resolv.conf', []);
  await write('ld.so.cache', []);
}

/** What every container sees of this machine. */
export function systemMounts(local: string, resolvConf: string): Mount[] {
  return [
    { from: '/usr', to: '/usr' },
    { from: local, to: '/usr/local' },
    { from: '/etc/ld.so.cache', to: '/etc/ld.so.cache', isFile: true },
    { from: resolvConf, to: '/etc/resolv.conf', isFile: true },
  ];
}

/** Makes /usr/local as the official Node images have it, in `folder`, and says what is mounted into it. */
export async function makeNodeLocal(folder: string, node: string): Promise<Mount[]> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'lib/node_modules/npm'), { recursive: true });
  await writeFile(join(folder, 'bin/node'), '');
  for (const name of ['npm', 'npx'])
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(folder, 'bin', name));
  await mkdir(join(folder, 'etc'));
  await writeFile(join(folder, 'etc/npmrc'), '');
  return [
    { from: node, to: '/usr/local/bin/node', isFile: true },
    { from: npmFolder(), to: '/usr/local/lib/node_modules/npm' },
  ];
}
