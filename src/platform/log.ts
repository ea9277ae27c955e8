import { pino, type Logger } from 'pino';
import { codeOf, messageOf } from '../domain/errors.ts';

export type Log = Logger;

/** A mail address as a log may show it: its first letter and its domain. */
export function redactAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${address[0]}…${address.slice(at)}`;
}

/** A text of somebody else's, with every address in it redacted. */
export function redactAddresses(text: string): string {
  return text.replace(/[^\s<>"']{1,64}@[^\s<>"',;:]{1,255}/g, redactAddress);
}

/** A path or URL as a log may show it: a token, which acts for its reader, is left out. */
export function redactTokens(text: string): string {
  return text
    .replace(/\/(confirm|unsubscribe|preferences|address|data|erase|move)\/[^/?#\s"]+/g, '/$1/…')
    .replace(/([?&](?:token|key)=)[^&#\s"]+/g, '$1…');
}

/** A URL as a log may show it: without the password that it may carry. */
export function redactUrl(url: string): string {
  return redactTokens(url.replace(/\/\/[^@/\s]*@/, '//…@'));
}

/** What a log says of an error; drivers hang whole connections on theirs, with what they were opened with. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = codeOf(error);
  return {
    name,
    ...(code === null ? {} : { code }),
    message: redactUrl(message),
    stack: stack === undefined ? undefined : redactUrl(stack),
    ...(cause === undefined ? {} : { cause: messageOf(cause) }),
  };
}

/**
 * A structured log on standard error, one JSON object a line; standard output belongs to results.
 * LOG_LEVEL sets the level.
 */
export function createLog(name: string, level: string = 'info'): Log {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      serializers: { err: describeError },
      redact: {
        paths: ['password', '*.password', 'token', '*.token', 'address', '*.address', 'email', '*.email'],
        censor: (value) => (typeof value === 'string' && value.includes('@') ? redactAddress(value) : '…'),
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
