import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listImagePackages, type ImagePackage } from './packages.ts';
import { readLibvipsNotice, readLicenceText } from './texts.ts';

const RULE = '='.repeat(80);

const INTRODUCTION = `Reveille is under the MIT licence (LICENSE). Its container image holds the packages below, each under its own licence.
This file is made by "npm run notices" from package-lock.json and the packages themselves.

sharp loads libvips as a shared library, which may be replaced by another build of it: the package
@img/sharp-libvips-linux-x64 or @img/sharp-libvips-linux-arm64 below node_modules. Its sources and the recipe of the
build are at https://github.com/lovell/sharp-libvips. The data of caniuse-lite comes from https://caniuse.com and is
under CC-BY-4.0; it is unchanged.

src/newsroom/wordBands.ts is made from two lists of English words. Their order is that of popular-english-words 1.0.2 (ISC,
https://www.npmjs.com/package/popular-english-words), counted in Wikipedia. Which of them are kept is decided by SCOWL (Spell
Checker Oriented Word Lists, as in Debian's wamerican 2020.12.07):

  The collective work is Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these
  word lists, the associated scripts, the output created from the scripts, and its documentation for any purpose is hereby
  granted without fee, provided that the above copyright notice appears in all copies and that both that copyright notice
  and this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
  suitability of this array for any purpose. It is provided "as is" without express or implied warranty.`;

const title = ({ name, version }: ImagePackage): string => `${name} ${version}`;

/**
 * The text of THIRD_PARTY_NOTICES.txt: every package of the image with its licence, then each text once with the packages
 * that it is for. It is the same on every platform.
 */
export async function buildNotices(root: string): Promise<string> {
  const packages = await listImagePackages(root);
  const packagesByText = new Map<string, ImagePackage[]>();
  // What is made for one platform is not installed on another: its text is that of the package it belongs to.
  for (const item of packages.filter(({ isForPlatform }) => !isForPlatform)) {
    const text = await readLicenceText(root, item);
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), item]);
  }
  const ownFolder = import.meta.dirname;
  const gnu = await Promise.all(['LGPL-3.0.txt', 'GPL-3.0.txt'].map((name) => readFile(join(ownFolder, name), 'utf8')));
  const binaries = packages.filter(({ isForPlatform }) => isForPlatform);
  return [
    INTRODUCTION,
    packages.map((item) => `${title(item)}: ${item.licence}`).join('\n'),
    `${binaries.map(title).join('\n')}\n\nBinaries of sharp and msgpackr-extract, under the texts of these two, and of libvips. ${await readLibvipsNotice(root)}`,
    ...gnu.map((text) => text.trim()),
    ...[...packagesByText].map(([text, items]) => `${items.map(title).join('\n')}\n\n${text}`),
  ]
    .join(`\n\n${RULE}\n\n`)
    .concat('\n');
}
