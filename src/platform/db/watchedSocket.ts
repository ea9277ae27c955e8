import { lookup } from 'node:dns/promises';
import { connect, isIP, Socket } from 'node:net';

/** The silence after which the server is checked, the interval of that test, and the time limit of a check. */
export type Patience = { silentMs: number; lookEveryMs: number; lookMs: number };

const PATIENCE: Patience = { silentMs: 10_000, lookEveryMs: 2_500, lookMs: 5_000 };

// A connection without traffic is dead after 25 seconds without an answer to TCP's own probes.
const KEEP_ALIVE = { enable: true, initialDelay: 10_000, interval: 5_000, count: 3 };

type Finding = 'there' | 'away' | 'moved';

/** Whether the server of a connection can still be reached, and whether its name still means the same machine. */
async function look(socket: Socket, host: string, port: number, lookMs: number): Promise<Finding> {
  const own = socket.remoteAddress;
  const probe = connect({ host, port });
  const reached = await new Promise<boolean>((resolve) => {
    probe.once('connect', () => resolve(true));
    probe.once('error', () => resolve(false));
    probe.setTimeout(lookMs, () => resolve(false));
  });
  const found = probe.remoteAddress;
  probe.destroy();
  if (!reached) return 'away';
  if (isIP(host) || found === own) return 'there';
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.length === 0 || addresses.some(({ address }) => address === own) ? 'there' : 'moved';
}

/**
 * A socket for a database connection that does not wait for ever. Without it, an answer that never comes (a cut link, a
 * host without power, a database that another host took over) is waited for until TCP gives up, which takes a quarter
 * of an hour on Linux. After ten seconds of silence, the server is checked with another connection, because a statement
 * may take long. The socket ends with ETIMEDOUT if the server cannot be reached twice in a row, or if its name now
 * leads to another machine. It counts bytes, so it also works below TLS.
 */
export function openWatchedSocket({ silentMs, lookEveryMs, lookMs }: Patience = PATIENCE): Socket {
  const socket = new Socket();
  let host: string | null = null;
  socket.on('lookup', (_error, _address, _family, name) => (host = name));
  socket.once('connect', () => {
    const { remoteAddress, remotePort } = socket;
    // A Unix socket has neither, and needs no watch.
    if (remoteAddress === undefined || remotePort === undefined) return;
    socket.setKeepAlive(KEEP_ALIVE);
    const name = host ?? remoteAddress;
    let [read, quietSince, failures] = [0, performance.now(), 0];
    let isLooking = false;

    const isSilent = (): boolean => {
      if (socket.bytesRead !== read) [read, quietSince, failures] = [socket.bytesRead, performance.now(), 0];
      return performance.now() - quietSince >= silentMs;
    };
    const round = async (): Promise<void> => {
      if (isLooking || !isSilent()) return;
      isLooking = true;
      const finding = await look(socket, name, remotePort, lookMs);
      isLooking = false;
      if (!isSilent() || socket.destroyed) return;
      if (finding === 'there') [quietSince, failures] = [performance.now(), 0];
      else if (finding === 'moved' || ++failures >= 2) {
        const why = finding === 'moved' ? `${name} is another machine now` : `${name} cannot be reached`;
        socket.destroy(Object.assign(new Error(`the database does not answer, and ${why}`), { code: 'ETIMEDOUT' }));
      }
    };
    const timer = setInterval(() => void round(), lookEveryMs);
    timer.unref();
    socket.once('close', () => clearInterval(timer));
  });
  return socket;
}
