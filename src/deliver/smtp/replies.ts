import type { Socket } from 'node:net';
import type { Reply } from '../outcome.ts';

/** The other side is gone: closed, reset, timed out, or it spoke what is not SMTP. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export type ReplyReader = {
  /** The next reply in order. Rejects with ConnectionLost, also when none comes within `timeoutMs`. */
  next: (timeoutMs: number) => Promise<Reply>;
  /** True once the connection is of no use any more. */
  isLost: () => boolean;
  /** A reply came that nobody has asked for: whose the next one is can no longer be told. */
  hasStray: () => boolean;
};

// A reply is a few lines; more is not SMTP.
const MAX_REPLY_BYTES = 64 * 1024;
const MAX_WORDS = 500;
// MAIL, RCPT and DATA go out together.
const MAX_EARLY = 3;

/**
 * A relay's words, fit for the ledger, which holds no NUL, and for logs, pages and terminals, some of which obey
 * U+009B as they do ESC [.
 */
export function cleanWords(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_WORDS);
}

/** Parses complete reply lines ("250-…", "250 …") into one Reply (RFC 5321 4.2, RFC 2034 for the status). */
function parseReply(lines: string[]): Reply {
  const last = lines.at(-1)!;
  const texts = lines.map((line) => line.slice(4).trim());
  const status = /^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(texts[0] ?? '')?.[0] ?? null;
  return { code: Number(last.slice(0, 3)), status, text: cleanWords(texts.join(' ')) };
}

type Waiter = { resolve: (reply: Reply) => void; reject: (error: ConnectionLost) => void; timer: NodeJS.Timeout };

/** Reads SMTP replies from a socket, which must have no other reader. */
export function readReplies(socket: Socket): ReplyReader {
  const waiting: Waiter[] = [];
  const early: Reply[] = [];
  let rest = '';
  let lines: string[] = [];
  let lineBytes = 0;
  let lost: ConnectionLost | null = null;

  const lose = (why: string): void => {
    if (lost) return;
    lost = new ConnectionLost(why);
    socket.destroy();
    for (const waiter of waiting.splice(0)) {
      clearTimeout(waiter.timer);
      waiter.reject(lost);
    }
  };

  const deliver = (reply: Reply): void => {
    const waiter = waiting.shift();
    if (!waiter) {
      early.push(reply);
      if (early.length > MAX_EARLY) lose('the relay answers what it was not asked');
      return;
    }
    clearTimeout(waiter.timer);
    waiter.resolve(reply);
  };

  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('utf8');
    if (rest.length + lineBytes > MAX_REPLY_BYTES) return lose('the relay’s reply is too long');
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end).replace(/\r$/, '');
      rest = rest.slice(end + 1);
      if (!/^[2-5]\d\d([ -]|$)/.test(line)) return lose('the relay’s reply is not SMTP');
      lines.push(line);
      lineBytes += line.length;
      if (line[3] === '-' && lines.length < 1000) continue;
      deliver(parseReply(lines));
      lines = [];
      lineBytes = 0;
    }
  });
  socket.on('error', (error) => lose(error.message));
  socket.on('end', () => lose('the relay closed the connection'));
  socket.on('close', () => lose('the connection was closed'));

  return {
    isLost: () => lost !== null,
    hasStray: () => early.length > 0,
    next: (timeoutMs) => {
      const reply = early.shift();
      if (reply) return Promise.resolve(reply);
      if (lost) return Promise.reject(lost);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => lose(`the relay did not answer within ${timeoutMs / 1000} s`), timeoutMs);
        waiting.push({ resolve, reject, timer });
      });
    },
  };
}
