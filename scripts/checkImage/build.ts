import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { carriedNode, makeBase, makeNodeLocal, PATH, systemMounts, USERS } from './base.ts';
import { startContainer, type Mount, type User } from './container.ts';
import { performCopy } from './copy.ts';
import { jsonForm, parseDockerfile, parsePairs, type Instruction } from './dockerfile.ts';
import { parseIgnore } from './ignore.ts';

/** A built image: its root folder, what is mounted over that, and how a container of it starts. */
export type Image = {
  root: string;
  mounts: Mount[];
  user: User;
  workdir: string;
  environment: Record<string, string>;
  command: string[];
};

/**
 * What an engine's build has of its machine and leaves out of the image: the network's settings, npm's configuration
 * (a registry, a certificate) and npm's cache.
 */
function buildOnly(): { mounts: Mount[]; environment: Record<string, string> } {
  const npm = (name: string): string => process.env[`npm_config_${name}`] ?? '';
  const passed = Object.entries(process.env).filter(
    ([name]) => name === 'NODE_EXTRA_CA_CERTS' || /^(https?|no)_proxy$|^npm_config_registry$/i.test(name),
  );
  const files: Mount[] = [
    { from: npm('userconfig'), to: '/root/.npmrc', isFile: true },
    { from: npm('globalconfig'), to: '/usr/local/etc/npmrc', isFile: true },
    ...[npm('cafile'), process.env['NODE_EXTRA_CA_CERTS'] ?? ''].map((file) => ({
      from: file,
      to: file,
      isFile: true,
    })),
    { from: '/etc/resolv.conf', to: '/etc/resolv.conf', isFile: true },
    { from: '/etc/hosts', to: '/etc/hosts', isFile: true },
    { from: npm('cache'), to: '/root/.npm', isWritable: true },
  ];
  return {
    mounts: files.filter(({ from }) => isAbsolute(from) && existsSync(from)),
    environment: Object.fromEntries(passed.map(([name, value]) => [name, value ?? ''])),
  };
}

async function run(image: Image, { text, line }: Instruction): Promise<void> {
  const build = buildOnly();
  const child = await startContainer(
    {
      ...image,
      mounts: [...image.mounts, ...build.mounts],
      tmpfs: [],
      isReadOnly: false,
      isConfined: false,
      environment: { ...image.environment, HOME: '/root', ...build.environment },
      command: jsonForm(text) ?? ['/bin/sh', '-c', text],
    },
    ['ignore', 'inherit', 'inherit'],
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Dockerfile line ${line}: RUN ended with ${code}: ${text}`);
}

/**
 * Builds the image of `projectRoot`'s Dockerfile in `folder`, which is empty, as an engine does: each stage in a root of
 * its own, its steps in their order. Throws with the line of the Dockerfile that does not work.
 */
export async function buildImage(
  { say }: { say: (line: string) => void },
  { projectRoot, folder }: { projectRoot: string; folder: string },
): Promise<Image> {
  const stages = parseDockerfile(await readFile(join(projectRoot, 'Dockerfile'), 'utf8'));
  const isIgnored = parseIgnore(await readFile(join(projectRoot, '.dockerignore'), 'utf8'));
  const roots = new Map<string, string>();
  let image: Image | undefined;
  for (const stage of stages) {
    const root = join(folder, stage.name);
    const local = join(folder, `${stage.name}-local`);
    await makeBase(root);
    const node = await makeNodeLocal(local, carriedNode(projectRoot, stage.from));
    image = {
      root,
      mounts: [...systemMounts(local, join(root, 'etc/resolv.conf')), ...node],
      user: USERS['root']!,
      workdir: '/',
      environment: { PATH },
      command: ['node'],
    };
    roots.set(stage.name, root);
    for (const instruction of stage.instructions) {
      const { name, text, flags } = instruction;
      say(`${stage.name}: ${name} ${text}`);
      if (name === 'WORKDIR') {
        image.workdir = resolve(image.workdir, text);
        await mkdir(join(root, image.workdir), { recursive: true });
      } else if (name === 'ENV') Object.assign(image.environment, parsePairs(text));
      else if (name === 'RUN') await run(image, instruction);
      else if (name === 'CMD') image.command = jsonForm(text) ?? ['/bin/sh', '-c', text];
      else if (name === 'USER') image.user = USERS[text] ?? unknownUser(instruction);
      else if (name === 'COPY')
        await performCopy(instruction, {
          root,
          workdir: image.workdir,
          context: flags['from'] ? (roots.get(flags['from']) ?? unknownStage(instruction)) : projectRoot,
          isIgnored: flags['from'] ? () => false : isIgnored,
          owner: USERS['root']!,
        });
    }
  }
  if (!image) throw new Error('the Dockerfile has no FROM');
  return image;
}

function unknownUser({ line, text }: Instruction): never {
  throw new Error(`Dockerfile line ${line}: the base image has no user ${text}`);
}

function unknownStage({ line, flags }: Instruction): never {
  throw new Error(`Dockerfile line ${line}: there is no stage ${flags['from']}`);
}
