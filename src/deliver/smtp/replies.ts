import type { Socket } from 'node:net';
import type { Reply } from '../outcome.ts';
import type { Hide } from './hideSecrets.ts';

/** The connection is lost: closed, reset, timed out, or the other side does not speak SMTP. */
class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export type ReplyReader = {
  /** The next reply in order. Rejects with ConnectionLost, also if none comes within `timeoutMs`. */
  next: (timeoutMs: number) => Promise<Reply>;
  /** True if the connection can no longer be used. */
  isLost: () => boolean;
  /** An unexpected reply has arrived, so later replies can no longer be matched to commands. */
  hasStray: () => boolean;
};

// A reply is a few lines; more is not SMTP.
const MAX_REPLY_BYTES = 64 * 1024;
const MAX_WORDS = 500;
// MAIL, RCPT and DATA go out together.
const MAX_EARLY = 3;
// Most of a relay's replies are the same few lines again and again; those with a queue's id are not.
const MAX_KNOWN = 16;

/**
 * Cleans a relay's text for the ledger, which cannot store NUL, and for logs, pages and terminals. Some terminals
 * interpret U+009B as they do ESC [.
 */
export function cleanWords(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_WORDS);
}

/** A reply and its lines without codes: the answer to EHLO is longer than the stored text of a reply. */
export type Read = { reply: Reply; lines: readonly string[] };

/**
 * Parses complete reply lines ("250-…", "250 …") into one reply (RFC 5321 4.2, RFC 2034 for the status). The code is 0 if
 * they are not SMTP.
 */
export function parseReply(lines: readonly string[]): Read {
  const last = lines.at(-1)!;
  const texts = lines.map((line) => line.slice(4).trim());
  const status = /^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(texts[0] ?? '')?.[0] ?? null;
  return {
    reply: { code: Number(/^[2-5]\d\d(?=[ -]|$)/.exec(last)?.[0] ?? 0), status, text: cleanWords(texts.join(' ')) },
    lines: texts,
  };
}

type Waiter = { resolve: (reply: Reply) => void; reject: (error: ConnectionLost) => void; timer: NodeJS.Timeout };

/** Reads SMTP replies from a socket, without what `hide` takes out of them. The socket must have no other reader. */
export function readReplies(socket: Socket, hide: Hide): ReplyReader {
  const waiting: Waiter[] = [];
  const early: Reply[] = [];
  const known = new Map<string, Reply>();
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
      if (early.length > MAX_EARLY) lose('the relay sends replies without commands');
      return;
    }
    clearTimeout(waiter.timer);
    waiter.resolve(reply);
  };

  const parse = (line: string): Reply => {
    const { reply } = parseReply([hide(line)]);
    if (known.size === MAX_KNOWN) known.clear();
    if (line.length <= MAX_WORDS) known.set(line, reply);
    return reply;
  };

  const onData = (chunk: Buffer): void => {
    rest += chunk.toString('utf8');
    if (rest.length + lineBytes > MAX_REPLY_BYTES) return lose('the relay’s reply is too long');
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, rest[end - 1] === '\r' ? end - 1 : end);
      rest = rest.slice(end + 1);
      const again = lines.length === 0 ? known.get(line) : undefined;
      if (again) {
        deliver(again);
        continue;
      }
      if (!/^[2-5]\d\d([ -]|$)/.test(line)) return lose('the relay’s reply is not SMTP');
      lines.push(line);
      lineBytes += line.length;
      if (line[3] === '-' && lines.length < 1000) continue;
      deliver(lines.length === 1 ? parse(line) : parseReply(lines.map(hide)).reply);
      lines = [];
      lineBytes = 0;
    }
  };
  socket.on('data', onData);
  socket.on('error', (error) => lose(error.message));
  socket.on('end', () => lose('the relay closed the connection'));
  socket.on('close', () => lose('the connection was closed'));

  const next = (timeoutMs: number): Promise<Reply> => {
    const reply = early.shift();
    if (reply) return Promise.resolve(reply);
    if (lost) return Promise.reject(lost);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => lose(`the relay did not answer within ${timeoutMs / 1000} s`), timeoutMs);
      waiting.push({ resolve, reject, timer });
    });
  };

  return { next, isLost: () => lost !== null, hasStray: () => early.length > 0 };
}
