import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import { startInbox, type Inbox } from './inbox/inbox.ts';
import type { Log } from '../platform/log.ts';
import type { Transport } from './outcome.ts';
import { openSmtpTransport } from './smtp/transport.ts';

/** The transports of this process. A rehearsal goes to the built-in inbox only. */
export type Transports = {
  /** Null if a real send is requested and SMTP_URL names no relay. */
  forRun: (isRehearsal: boolean) => Promise<Transport | null>;
  close: () => Promise<void>;
};

/** Opens the relays of SMTP_URL, and the inbox at first use. */
export function openTransports({ config, db, log }: { config: Config; db: Db; log: Log }): Transports {
  const relays = config.relays.length > 0 ? openSmtpTransport(config.relays, { log, db }) : null;
  let rehearsal: Promise<{ inbox: Inbox; transport: Transport }> | null = null;
  const openRehearsal = async (): Promise<{ inbox: Inbox; transport: Transport }> => {
    const inbox = await startInbox({ db, log });
    return { inbox, transport: openSmtpTransport([inbox.relay], { log, isRehearsal: true }) };
  };
  return {
    forRun: async (isRehearsal) => {
      if (!isRehearsal) return relays;
      rehearsal ??= openRehearsal();
      return (await rehearsal).transport;
    },
    close: async () => {
      await relays?.close();
      const opened = await rehearsal?.catch(() => null);
      await opened?.transport.close();
      await opened?.inbox.close();
    },
  };
}
