import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';

export type RemovalDeps = { db: Db; log: Log; now: () => Date };

/** Removes one batch of what is older than `before`. Returns how many rows went; 0: nothing old is left. */
export type Removal = (deps: RemovalDeps, before: Date) => Promise<number>;
