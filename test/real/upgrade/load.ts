import { setTimeout as sleep } from 'node:timers/promises';
import { startSink, type Sink } from '../../support/sink.ts';

export type SlowSink = {
  url: string;
  /** How often each reader of the edition got it. */
  received: Map<string, number>;
  /** Who got another mail: a confirmation of a sign-up. */
  confirmed: Set<string>;
  /** Answers at once from now on. */
  hurry: () => void;
  close: () => Promise<void>;
};

/** How long one answer takes. The last messages wait so long that they last for minutes, and less than a drain. */
function pauseMs(left: number, readers: number): number {
  if (left < readers / 10) return 8_000;
  return left < readers / 2 ? 400 : 20;
}

/**
 * A relay on loopback that answers slower the fewer messages are left, so that the send lasts for as long as the test
 * exchanges processes, however fast the machine is.
 */
export async function startSlowSink(readers: number): Promise<SlowSink> {
  const sink: Sink = await startSink();
  const received = new Map<string, number>();
  const confirmed = new Set<string>();
  let isHurried = false;
  sink.setScript(async (stage, { to }) => {
    if (stage !== 'message') return undefined;
    // Their texts are of no interest, and would fill the memory.
    sink.messages.length = 0;
    sink.received.length = 0;
    if (!to.startsWith('reader-')) {
      confirmed.add(to);
      return undefined;
    }
    received.set(to, (received.get(to) ?? 0) + 1);
    if (!isHurried) await sleep(pauseMs(readers - received.size, readers));
    return undefined;
  });
  return {
    url: sink.relay.url,
    received,
    confirmed,
    hurry: () => (isHurried = true),
    close: () => sink.close(),
  };
}

export type SignUps = { sent: readonly string[]; refused: readonly string[]; stop: () => Promise<void> };

/** Signs readers up, one after the other, at one of the webs that a proxy in front would choose. */
export function startSignUps(webs: ReadonlySet<number>): SignUps {
  const sent: string[] = [];
  const refused: string[] = [];
  const stopping = new AbortController();
  const signUp = async (number: number): Promise<void> => {
    const email = `new-${number}@newcomers.example`;
    const ports = [...webs];
    const port = ports[number % ports.length]!;
    const answer = await fetch(`http://127.0.0.1:${port}/newsletters/daily/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${number % 250}` },
      body: JSON.stringify({ email }),
    }).then(
      ({ status }) => String(status),
      (error: Error) => `${error.message}: ${String(error.cause)}`,
    );
    if (/^2\d\d$/.test(answer)) sent.push(email);
    else refused.push(`${email} at ${port}: ${answer}`);
  };
  const loop = async (): Promise<void> => {
    for (let number = 1; !stopping.signal.aborted; number++) {
      await signUp(number);
      await sleep(250);
    }
  };
  const ended = loop();
  return {
    sent,
    refused,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
