import { cp, lchown, lstat, mkdir, readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { User } from './container.ts';
import type { Instruction } from './dockerfile.ts';

async function giveTo(path: string, { uid, gid }: User): Promise<void> {
  await lchown(path, uid, gid);
  if ((await lstat(path)).isDirectory())
    for (const name of await readdir(path)) await giveTo(join(path, name), { uid, gid });
}

/**
 * Does one COPY: from `context` (its .dockerignore as `isIgnored`), or from another stage's root, into `root`. A folder's
 * contents are copied, not the folder itself; everything belongs to `owner`, who is root in an engine. Throws where a source is
 * missing or left out by .dockerignore.
 */
export async function performCopy(
  { text, flags, line }: Instruction,
  {
    root,
    workdir,
    context,
    isIgnored,
    owner,
  }: { root: string; workdir: string; context: string; isIgnored: (path: string) => boolean; owner: User },
): Promise<void> {
  const unknown = Object.keys(flags).find((flag) => flag !== 'from');
  if (unknown) throw new Error(`Dockerfile line ${line}: COPY --${unknown} is not known to this check; teach it first`);
  const words = text.split(/\s+/);
  const target = words.pop() ?? '';
  const inImage = join(root, resolve(workdir, target));
  for (const source of words) {
    const from = join(context, source);
    const name = relative(context, from);
    const isFolder = (await lstat(from)).isDirectory();
    if (isIgnored(name)) throw new Error(`Dockerfile line ${line}: .dockerignore leaves out ${name}`);
    const to = isFolder || !(words.length > 1 || /(^|\/)\.?$/.test(target)) ? inImage : join(inImage, source);
    await mkdir(join(to, '..'), { recursive: true });
    await cp(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !isIgnored(relative(context, path)),
    });
    await giveTo(to, owner);
  }
}
