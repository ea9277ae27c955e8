import { expect, test } from 'vitest';
import { readLock, withoutEngines } from '../../../scripts/lockEngines/engines.ts';

test('the engines of packages go, and those of Reveille stay', () => {
  const own = { name: 'reveille', engines: { node: '>=20' } };
  expect(
    withoutEngines({
      lockfileVersion: 3,
      packages: { '': own, 'node_modules/a': { version: '1.0.0', engines: { node: '>=22' } } },
    }),
  ).toEqual({ lockfileVersion: 3, packages: { '': own, 'node_modules/a': { version: '1.0.0' } } });
});

test('package-lock.json makes npm print no warning about engines (else run `npm run lock:engines`)', async () => {
  const lock = await readLock();
  expect(lock).toEqual(withoutEngines(lock));
});
