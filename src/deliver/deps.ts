import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Transports } from './transports.ts';

/** What delivering needs. */
export type DeliverDeps = {
  db: Db;
  /** Connections for claiming and settling (openLedgerDatabase); without them those of `db`. */
  ledger?: Db;
  log: Log;
  now: () => Date;
  keys: Keys;
  transports: Transports;
};
