import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImagePackage } from './packages.ts';

const Manifest = z.object({
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  homepage: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
});

const normalise = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();

async function authorAndHome(folder: string): Promise<string> {
  const { author, homepage, repository } = Manifest.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  const who = typeof author === 'string' ? author : author?.name;
  const where = typeof repository === 'string' ? repository : repository?.url;
  return [who, homepage ?? where].filter(Boolean).join(', ');
}

/**
 * The licence text of a package: its files LICENSE, COPYING and NOTICE. Without them, a sentence with the licence's
 * name,
 * the author and the home page.
 */
export async function readLicenceText(root: string, { folder, licence }: ImagePackage): Promise<string> {
  const names = (await readdir(join(root, folder))).filter((name) =>
    /^(licen[cs]e|copying|notice|unlicense)/i.test(name),
  );
  const texts = await Promise.all(names.toSorted().map((name) => readFile(join(root, folder, name), 'utf8')));
  if (texts.length > 0) return texts.map(normalise).join('\n\n');
  return `The package ships no text of its licence. It is under ${licence}; ${await authorAndHome(join(root, folder))}.`;
}

/**
 * The libraries inside sharp's libvips with their versions and licences, as its package lists them. The list is the
 * same
 * for every platform, so it is read from the package that is installed. Throws where sharp has no libvips here.
 */
export async function readLibvipsNotice(root: string): Promise<string> {
  const image = join(root, 'node_modules', '@img');
  const name = (await readdir(image)).find((folder) => folder.startsWith('sharp-libvips-'));
  if (!name) throw new Error('no @img/sharp-libvips package is installed: run npm ci without --omit=optional');
  const readme = await readFile(join(image, name, 'README.md'), 'utf8');
  const licensing = /## Licensing\n([\s\S]+)/.exec(readme)?.[1];
  if (!licensing) throw new Error(`@img/${name} has no part "Licensing" in its README`);
  const versions = z
    .record(z.string(), z.string())
    .parse(JSON.parse(await readFile(join(image, name, 'versions.json'), 'utf8')));
  const list = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
  return `${normalise(licensing)}\n\nVersions: ${list.join(', ')}.`;
}
