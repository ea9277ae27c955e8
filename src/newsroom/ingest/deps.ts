import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import type { Parser } from './parse/parserPool.ts';

/**
 * The dependencies of ingesting. `fetchTimeoutMs` limits one whole fetch; default 10 s. `publicUrl` tells outlets who
 * fetches. `parser`: by default the threads of this process.
 */
export type IngestDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  fetchTimeoutMs?: number;
  publicUrl?: string;
  parser?: Parser;
};
