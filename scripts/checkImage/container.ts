import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type User = { uid: number; gid: number };
export type Mount = { from: string; to: string; isWritable?: boolean; isFile?: boolean };

/** What a container is made of: a root of its own, what is mounted over it, and one command. */
export type Container = {
  root: string;
  mounts: readonly Mount[];
  tmpfs: readonly string[];
  isReadOnly: boolean;
  user: User;
  /** Without capabilities, and with no way to get any: `cap_drop: [ALL]` and no-new-privileges. */
  isConfined: boolean;
  workdir: string;
  environment: Record<string, string>;
  command: readonly string[];
};

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const CONFINED = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Mounts what the container sees, in a mount namespace of its own, and becomes its command. */
function mountScript({ root, mounts, tmpfs, isReadOnly }: Container): string {
  const bind = (from: string, to: string, isWritable: boolean): string[] => [
    `mount --bind ${quote(from)} ${quote(join(root, to))}`,
    ...(isWritable ? [] : [`mount -o remount,bind,ro ${quote(join(root, to))}`]),
  ];
  return [
    'set -e',
    // A folder can be made read-only where it is a mount.
    ...bind(root, '/', true),
    ...mounts.flatMap(({ from, to, isWritable }) => bind(from, to, isWritable ?? false)),
    ...DEVICES.flatMap((name) => bind(`/dev/${name}`, `/dev/${name}`, true)),
    `mount --rbind /proc ${quote(join(root, 'proc'))}`,
    ...tmpfs.map((path) => `mount -t tmpfs -o mode=1777 tmpfs ${quote(join(root, path))}`),
    ...(isReadOnly ? [`mount -o remount,bind,ro ${quote(root)}`] : []),
    'exec "$@"',
  ].join('\n');
}

/** The arguments of setpriv that make a command run as the container's user. */
export function privileges({ user, isConfined }: Pick<Container, 'user' | 'isConfined'>): string[] {
  return [
    'setpriv',
    ...(isConfined ? CONFINED : []),
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--',
  ];
}

async function makeMountPoints({ root, mounts, tmpfs, workdir }: Container): Promise<void> {
  const files = [
    ...mounts.filter(({ isFile }) => isFile).map(({ to }) => to),
    ...DEVICES.map((name) => `/dev/${name}`),
  ];
  const folders = mounts.filter(({ isFile }) => !isFile).map(({ to }) => to);
  for (const folder of [...folders, ...tmpfs, '/proc', workdir, ...files.map((file) => dirname(file))])
    await mkdir(join(root, folder), { recursive: true });
  for (const file of files) await writeFile(join(root, file), '', { flag: 'a' });
}

/** Starts a container. A signal to the child reaches the command itself; it ends when this process does. */
export async function startContainer(container: Container, stdio: StdioOptions): Promise<ChildProcess> {
  await makeMountPoints(container);
  const { root, workdir, command, environment } = container;
  const mounted = ['--mount', 'sh', '-c', mountScript(container), 'sh'];
  const asUser = ['chroot', root, ...privileges(container).toSpliced(1, 0, '--pdeathsig=KILL')];
  return spawn('unshare', [...mounted, ...asUser, 'env', `--chdir=${workdir}`, ...command], {
    env: environment,
    stdio,
  });
}
