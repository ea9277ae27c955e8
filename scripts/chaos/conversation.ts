import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket, type SecureContext } from 'node:tls';
import { readInput } from './input.ts';
import type { Stage, Temper } from './misbehaviours.ts';
import type { Phase, Store } from './store.ts';

/** The behaviour of one port of the sink. */
export type Port = { name: string; pipelining: boolean; tls: SecureContext | null };

type ConversationDeps = {
  store: Store;
  port: Port;
  /** Milliseconds before each answer. */
  tarpitMs: number;
  /** Counts an attempt for a reader and returns its behaviour. `slowAt` is the stage at which it waits for its turn. */
  meet: (address: string) => { temper: Temper; slowAt: Stage };
  /** Resolves when the sink's rate limit allows one more message. */
  turn: () => Promise<void>;
  /** A message's number in the store. */
  number: () => number;
};

type Transaction = { to: string; temper: Temper; slowAt: Stage; phase: Phase };

/** Handles one SMTP connection until its end, with the behaviour given by `deps`. */
export async function converse(plain: Socket, deps: ConversationDeps): Promise<void> {
  const { store, port } = deps;
  const from = plain.remoteAddress ?? '';
  let socket = plain;
  let input = readInput(socket);
  let open: Transaction | null = null;

  const watch = (which: Socket): void => {
    which.on('error', () => undefined);
    which.on('close', () => {
      if (open) store.append({ kind: 'gone', to: open.to, phase: open.phase });
      open = null;
    });
  };
  const say = async (text: string): Promise<void> => {
    if (deps.tarpitMs > 0) await sleep(deps.tarpitMs);
    if (!socket.destroyed) socket.write(`${text}\r\n`);
  };
  const hangUp = (): void => {
    if (open) store.append({ kind: 'cut', to: open.to, phase: open.phase });
    open = null;
    socket.destroy();
  };
  /**
   * False if the conversation ended here: the client disconnected, or the sink was silent and closed the connection.
   */
  const pass = async (stage: Stage, { temper, slowAt }: Transaction): Promise<boolean> => {
    if (slowAt === stage) await deps.turn();
    if (temper.kind === 'half-open' && temper.stage === stage) {
      store.append({ kind: 'did', what: 'half-open' });
      socket.pause();
      await sleep(temper.silentMs);
      hangUp();
    }
    return !socket.destroyed;
  };

  const receive = async (transaction: Transaction): Promise<boolean> => {
    if (!(await pass('data', transaction))) return false;
    transaction.phase = 'message';
    await say('354 go ahead');
    if (!(await pass('message', transaction))) return false;
    const text = await input.until('\r\n.\r\n');
    if (text === null) return false;
    const n = deps.number();
    store.append({ kind: 'received', n, from, port: port.name, ...describe(text, transaction.to) });
    transaction.phase = 'answer';
    const { temper } = transaction;
    if (temper.kind === 'drop') {
      store.append({ kind: 'did', what: 'drop' });
      hangUp();
      return false;
    }
    if (!(await pass('answer', transaction))) return false;
    const isLater = temper.kind === 'later';
    if (isLater) store.append({ kind: 'did', what: 'later' });
    await say(isLater ? '451 4.3.0 try again later' : '250 2.0.0 kept');
    if (socket.destroyed) return false;
    store.append({ kind: 'answered', n, code: isLater ? 451 : 250 });
    open = null;
    return true;
  };

  /** Handles RCPT. True if the conversation continues. */
  const admit = async (address: string): Promise<boolean> => {
    const transaction: Transaction = { to: address, ...deps.meet(address), phase: 'envelope' };
    const { temper } = transaction;
    open = transaction;
    if (!(await pass('rcpt', transaction))) return false;
    if (temper.kind === 'busy') {
      store.append({ kind: 'did', what: 'busy' });
      store.append({ kind: 'refused', to: address, code: 421 });
      await say('421 4.3.2 too busy, good-bye');
      open = null;
      socket.end();
      return false;
    }
    if (temper.kind !== 'greylist' && temper.kind !== 'refuse') {
      await say('250 2.1.5 ok');
      return true;
    }
    store.append({ kind: 'did', what: temper.kind });
    const code = temper.kind === 'greylist' ? 450 : temper.code;
    store.append({ kind: 'refused', to: address, code });
    open = null;
    await say(temper.kind === 'greylist' ? '450 4.7.1 greylisted, try again later' : `${temper.code} ${temper.text}`);
    return true;
  };

  const upgrade = async (): Promise<void> => {
    await say('220 ready');
    input.detach();
    store.append({ kind: 'did', what: 'tls' });
    socket = new TLSSocket(socket, { isServer: true, secureContext: port.tls! });
    watch(socket);
    input = readInput(socket);
  };

  const greeting = (): string =>
    ['sink.example', ...(port.pipelining ? ['PIPELINING'] : []), ...(port.tls && socket === plain ? ['STARTTLS'] : [])]
      .map((word, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${word}`)
      .join('\r\n');

  watch(socket);
  if (deps.tarpitMs > 0) store.append({ kind: 'did', what: 'tarpit' });
  await say('220 sink.example ESMTP');
  for (let line = await input.until('\r\n'); line !== null; line = await input.until('\r\n')) {
    const address = /^RCPT TO:<(.*)>/i.exec(line)?.[1];
    if (address !== undefined) {
      if (!(await admit(address))) return;
    } else if (/^DATA/i.test(line)) {
      const transaction: Transaction | null = open;
      if (!transaction) await say('554 5.5.1 no valid recipients');
      else if (!(await receive(transaction))) return;
    } else if (/^STARTTLS/i.test(line) && port.tls) await upgrade();
    else if (/^(EHLO|HELO)/i.test(line)) await say(greeting());
    else if (/^QUIT/i.test(line)) {
      await say('221 bye');
      socket.end();
      return;
    } else {
      if (/^RSET/i.test(line)) open = null;
      await say('250 2.0.0 ok');
    }
  }
}

/** The store's record of a message: whether it is complete, and for the reader of the envelope. */
function describe(text: string, to: string): { to: string; messageId: string; bytes: number; isWhole: boolean } {
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  const boundary = /boundary="?([^"\r\n;]+)/i.exec(head)?.[1];
  const isClosed = boundary === undefined || text.trimEnd().endsWith(`--${boundary}--`);
  const isForReader = head.includes(`\r\nTo: ${to}\r\n`) || head.includes(`\r\nTo: <${to}>\r\n`);
  const messageId = /^Message-ID:\s*(<[^>]+>)/im.exec(head)?.[1] ?? '';
  return { to, messageId, bytes: text.length, isWhole: isClosed && isForReader && messageId !== '' };
}
