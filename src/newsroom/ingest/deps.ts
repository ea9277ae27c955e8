import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import type { Parser } from './parse/parserPool.ts';

/**
 * What ingesting needs. `fetchTimeoutMs` bounds one fetch in all; 10 s unless given. `publicUrl` tells outlets who asks.
 * `parser`: the process's own threads unless given.
 */
export type IngestDeps = {
  db: Db;
  log: Log;
  now: () => Date;
  fetchTimeoutMs?: number;
  publicUrl?: string;
  parser?: Parser;
};
