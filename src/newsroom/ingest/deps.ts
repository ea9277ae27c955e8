import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import type { Parser } from './parse/parserPool.ts';

/**
 * The dependencies of ingesting. `fetchTimeoutMs` limits one whole fetch; default 10 s. `publicUrl` tells outlets who
 * fetches. `parser`: by default the threads of this process. `patienceMs`: how long a person at the desk waits for an
 * outlet's answer; by default a few seconds.
 */
export type IngestDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  fetchTimeoutMs?: number;
  patienceMs?: number;
  publicUrl?: string;
  parser?: Parser;
};
