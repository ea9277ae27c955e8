import { pino, type Logger } from 'pino';
import { codeOf, messageOf } from '../domain/errors.ts';

export type Log = Logger;

/** Where a log writes its lines. */
export type LogStream = { write: (line: string) => void };

/** A mail address for a log: its first letter and its domain. */
export function redactAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${address[0]}…${address.slice(at)}`;
}

/** A foreign text with every address in it redacted. */
export function redactAddresses(text: string): string {
  return text.replace(/[^\s<>"']{1,64}@[^\s<>"',;:]{1,255}/g, redactAddress);
}

/** A path or URL for a log, without tokens, because a token acts for its reader. */
export function redactTokens(text: string): string {
  return text
    .replace(/\/(confirm|unsubscribe|preferences|address|data|erase|move|invitation|reset)\/[^/?#\s"]+/g, '/$1/…')
    .replace(/([?&](?:token|key)=)[^&#\s"]+/g, '$1…');
}

/** A URL for a log, without its password. */
export function redactUrl(url: string): string {
  return redactTokens(url.replace(/\/\/[^@/\s]*@/, '//…@'));
}

/** The fields of an error for a log. Drivers attach whole connections to their errors, with the options of their start. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = codeOf(error);
  return {
    name,
    ...(code === null ? {} : { code }),
    message: redactUrl(message),
    stack: stack === undefined ? undefined : redactUrl(stack),
    ...(cause === undefined ? {} : { cause: redactUrl(messageOf(cause)) }),
  };
}

/**
 * Creates a structured log, one JSON object per line, on standard error unless told: standard output is for results.
 * LOG_LEVEL sets the level.
 */
export function createLog(
  name: string,
  level: string = 'info',
  stream: LogStream = pino.destination({ fd: 2, sync: true }),
): Log {
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
    stream,
  );
}
