import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import type { Transports } from './transports.ts';

/** The dependencies of delivery. */
export type DeliverDeps = {
  db: Db;
  /** Connections for claiming and settling (openLedgerDatabase). Defaults to those of `db`. */
  ledger?: Db;
  log: Log;
  now: () => Date;
  keys: Keys;
  transports: Transports;
};
