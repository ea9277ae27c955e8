import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { ConnectFailed } from './connectFailed.ts';
import type { Hide } from './hideSecrets.ts';
import { parseReply, readReplies, type Read, type ReplyReader } from './replies.ts';

type Options = NonNullable<ConstructorParameters<typeof SMTPConnection>[0]>;

/** nodemailer's conversation with a relay, up to MAIL. */
export type Conversation = {
  connection: SMTPConnection;
  /** The last reply to a command; "" is the greeting. */
  answerTo: (verb: 'EHLO' | 'HELO' | 'STARTTLS' | '') => Read | undefined;
  /** Runs one of nodemailer's operations. Rejects with its error, when the connection ends, or when a reply is late. */
  run: (operation: (done: (error?: unknown) => void) => void) => Promise<void>;
  /** Ends nodemailer's part: from now on `replies` reads the socket. Rejects if the relay said more than was asked. */
  takeOver: () => Promise<{ socket: Socket; replies: ReplyReader }>;
};

// For each reply, and for a sign-in as a whole: a relay could ask for more without end.
const STEP_TIMEOUT_MS = 15_000;

/** Prepares a conversation on an open socket. nodemailer's transaction log, which has no secrets, tells the replies. */
export function openConversation(socket: Socket, options: Options, hide: Hide): Conversation {
  const answers = new Map<string, Read>();
  let verb = '';
  let timer: NodeJS.Timeout | undefined;
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const log = {
    debug: ({ tnx }: { tnx?: string }, text: string) => {
      if (tnx === 'client') verb = /^(?:EHLO|HELO|STARTTLS)\b/.exec(text)?.[0] ?? 'AUTH';
      if (tnx !== 'server') return;
      const answer = parseReply(text.split('\n').map(hide));
      answers.set(verb, answer);
      // nodemailer begins with TLS after any 2yz.
      if (verb === 'STARTTLS' && answer.reply.code > 220 && answer.reply.code < 300)
        lost.reject(Object.assign(new Error('TLS does not follow this answer'), { command: verb }));
      if (verb !== 'AUTH') timer?.refresh();
    },
    // Text between the answer to STARTTLS and TLS may be anybody's. nodemailer only ignores it.
    warn: ({ discarded }: { discarded?: number }) => {
      if (discarded) lost.reject(new ConnectFailed('tls', 'the relay speaks in clear text after STARTTLS'));
    },
  };
  const own = { connection: socket, socketCloseTimeout: 0, transactionLog: true, logger: log };
  const connection = new SMTPConnection({ ...options, ...own });
  // It stays: an error without a listener ends the process.
  connection.on('error', lost.reject);
  connection.once('end', () => lost.reject(new Error('the relay closed the connection')));

  const run: Conversation['run'] = async (operation) => {
    const done = new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        const isSilent = answers.size === 0 && !options.secure;
        const advice = isSilent ? '; a port that begins with TLS, as 465 does, needs smtps:// in SMTP_URL' : '';
        reject(new Error(`the relay did not answer within ${STEP_TIMEOUT_MS / 1000} s${advice}`));
      }, STEP_TIMEOUT_MS);
      operation((error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([lost.promise, done]).finally(() => clearTimeout(timer));
  };

  const takeOver: Conversation['takeOver'] = async () => {
    // By then nodemailer has reported a reply that nothing asked for.
    await run((done) => setImmediate(done));
    const last = connection._socket as Socket;
    const replies = readReplies(last, hide);
    last.setTimeout(0);
    // Without a socket, this ends nodemailer's part alone. Its listeners do nothing after that.
    connection._socket = false;
    connection.close();
    return { socket: last, replies };
  };

  return { connection, answerTo: (asked) => answers.get(asked), run, takeOver };
}
