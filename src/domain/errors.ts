/**
 * Every code that an error of ours may carry. Callers decide on the code, never on the message text.
 * The prefix names the part that raises it.
 */
export type ErrorCode =
  // start-up
  | 'CONFIG_INVALID'
  | 'DATA_DIR_BUSY'
  | 'DATA_DIR_UNWRITABLE'
  | 'PORT_IN_USE'
  | 'DATABASE_UNREACHABLE'
  | 'DATABASE_START_FAILED'
  | 'MIGRATION_FAILED'
  | 'REDIS_UNREACHABLE'
  // what a person asked for
  | 'USAGE'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'INVALID_INPUT'
  | 'ADDRESS_INVALID'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'BROWSER_MISSING'
  // backups
  | 'BACKUP_UNREADABLE'
  | 'BACKUP_NEWER'
  | 'BACKUP_CUT_OFF'
  // reading the outside
  | 'FETCH_REFUSED_ADDRESS'
  | 'FETCH_TIMEOUT'
  | 'FETCH_TOO_LARGE'
  | 'FETCH_STATUS'
  | 'FETCH_TOO_MANY_REDIRECTS'
  | 'FETCH_FAILED'
  | 'FEED_UNREADABLE'
  | 'FEED_HAS_DTD'
  | 'FEED_IS_A_PAGE'
  | 'PAGE_UNREADABLE'
  | 'PARSE_TOO_SLOW'
  | 'PARSE_TOO_LARGE'
  // making and sending
  | 'EDITION_STATE'
  | 'EDITION_TOO_FEW_STORIES'
  | 'SENDER_INCOMPLETE'
  | 'RENDER_FAILED'
  | 'HEADER_INJECTION'
  | 'QUEUE_PAYLOAD';

/** An error that carries a stable code. `cause` keeps what was caught. */
export class ReveilleError extends Error {
  override readonly name = 'ReveilleError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** True where `error` is ours and, when codes are given, carries one of them. */
export function isReveilleError(error: unknown, ...codes: ErrorCode[]): error is ReveilleError {
  return error instanceof ReveilleError && (codes.length === 0 || codes.includes(error.code));
}

/** A one-line message of anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  if (error instanceof Error) return error.message.split('\n', 1)[0] ?? error.name;
  return String(error);
}

/** The `code` of anything thrown (ours, Node's or Postgres's), or null. */
export function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}
