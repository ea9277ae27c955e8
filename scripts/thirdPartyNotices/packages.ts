import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** npm's field names one platform or several. */
const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]).optional();

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      os: Names,
      cpu: Names,
      libc: Names,
    }),
  ),
});

/** A package of the image. `folder` is relative to the root; it is missing here where the package is for another platform. */
export type ImagePackage = { folder: string; name: string; version: string; licence: string; isForPlatform: boolean };

/** The patterns of packages that the Dockerfile removes after `npm ci`, as it names them. */
function removedPatterns(dockerfile: string): RegExp[] {
  const removed = /rm -rf ((?:node_modules\/\S+[\s\\]+)+)/.exec(dockerfile)?.[1] ?? '';
  return [...removed.matchAll(/node_modules\/(\S+)/g)].map(
    ([, pattern = '']) => new RegExp(`^node_modules/${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`),
  );
}

/**
 * The packages that the image holds, on linux x64 and arm64 together, ordered by name: what package-lock.json has for
 * production, without what the Dockerfile removes. `root` is an installation (`npm ci`) on any platform.
 */
export async function listImagePackages(root: string): Promise<ImagePackage[]> {
  const { packages } = Lock.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const removed = removedPatterns(await readFile(join(root, 'Dockerfile'), 'utf8'));
  const isOfImage = (folder: string): boolean => {
    const { dev, os, cpu, libc } = packages[folder]!;
    if (folder === '' || dev || removed.some((pattern) => pattern.test(folder))) return false;
    // What npm left out here without naming a platform belongs to a package of a platform that is not the image's.
    if (!os && !cpu) return existsSync(join(root, folder));
    return Boolean(
      os?.includes('linux') && (cpu?.includes('x64') || cpu?.includes('arm64')) && !libc?.includes('musl'),
    );
  };
  return Object.keys(packages)
    .filter(isOfImage)
    .map((folder) => {
      const { version = '', license = 'unknown', os } = packages[folder]!;
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { folder, name, version, licence: license, isForPlatform: os !== undefined };
    })
    .toSorted((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)));
}

/** By code unit, so that the file is the same wherever it is made. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
