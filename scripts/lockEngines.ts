import { writeFile } from 'node:fs/promises';
import { LOCK_FILE, readLock, withoutEngines } from './lockEngines/engines.ts';

/** Removes what makes `npm ci` on an older Node print warnings; run it after each change of a dependency. */
await writeFile(LOCK_FILE, `${JSON.stringify(withoutEngines(await readLock()), null, 2)}\n`);
