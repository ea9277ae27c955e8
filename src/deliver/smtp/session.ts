import type { Socket } from 'node:net';
import { messageOf } from '../../domain/errors.ts';
import { CONCURRENCY_LIMIT, CONNECTION_LIMIT, wordsOf } from '../../wire/replies/words.ts';
import { localReply, type Outcome, type Reply, type Submission } from '../outcome.ts';
import { classifyReply, type Stage } from './classify.ts';
import type { Connection } from './connect.ts';
import type { Offer } from './offer.ts';
import type { ReplyReader } from './replies.ts';

/** A connection to a relay, which submits messages one after another. */
export type Session = {
  submit: (submission: Submission) => Promise<Outcome>;
  /** False once the connection is lost or its state is uncertain. It must not be used then. */
  isUsable: () => boolean;
  quit: () => Promise<void>;
};

// RFC 5321 4.5.3.2 asks for 5 minutes on commands and 10 after the final dot. A relay that takes longer than a minute
// for a command is treated as down. After the dot, a longer wait avoids unknown outcomes.
const COMMAND_TIMEOUT_MS = 60_000;
const FINAL_TIMEOUT_MS = 600_000;

// A buffer like the message, so that one write sends everything.
const END = Buffer.from('.\r\n');

/** Domains are in A-labels, so only local parts matter here (RFC 6531). */
function needsSmtpUtf8(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- everything beyond ASCII
  return /[^\u0000-\u007f]/.test(address);
}

/** The reply that a relay without SMTPUTF8 owes such an address (RFC 6531 3.5). Not every relay gives it. */
const NO_SMTPUTF8: Reply = { code: 0, status: '5.6.7', text: 'The relay accepts only ASCII addresses (no SMTPUTF8).' };

type Envelope = { mail: Reply; rcpt: Reply; data: Reply };

/** The next reply. If the relay refused and then closed the connection, as after a 421, the refusal stands for it. */
async function nextOr(before: Reply, replies: ReplyReader): Promise<Reply> {
  try {
    return await replies.next(COMMAND_TIMEOUT_MS);
  } catch (error) {
    if (before.code >= 400) return before;
    throw error;
  }
}

/**
 * MAIL, RCPT and DATA: in one write if the relay offers PIPELINING (RFC 2920), otherwise one by one. A command that
 * was not sent because an earlier one failed gets the earlier one's reply.
 */
async function sendEnvelope(
  socket: Socket,
  replies: ReplyReader,
  offer: Offer,
  { from, to }: Submission,
): Promise<Envelope> {
  const utf8 = needsSmtpUtf8(to) ? ' SMTPUTF8' : '';
  const commands = [`MAIL FROM:<${from}>${utf8}\r\n`, `RCPT TO:<${to}>\r\n`, 'DATA\r\n'] as const;
  if (offer.pipelining) {
    socket.write(commands.join(''));
    const mail = await replies.next(COMMAND_TIMEOUT_MS);
    const rcpt = await nextOr(mail, replies);
    return { mail, rcpt, data: await nextOr(rcpt, replies) };
  }
  const ask = async (command: string): Promise<Reply> => {
    socket.write(command);
    return replies.next(COMMAND_TIMEOUT_MS);
  };
  const mail = await ask(commands[0]);
  const rcpt = mail.code < 300 ? await ask(commands[1]) : mail;
  return { mail, rcpt, data: rcpt.code < 300 ? await ask(commands[2]) : rcpt };
}

/** The first refusal of the envelope. Null if the relay waits for the message. */
function refusalOf({ mail, rcpt, data }: Envelope): { stage: Stage; reply: Reply } | null {
  if (mail.code >= 300) return { stage: 'mail', reply: mail };
  if (rcpt.code >= 300) return { stage: 'rcpt', reply: rcpt };
  return data.code === 354 ? null : { stage: 'data', reply: data };
}

/** The reply of a relay that announces its size limit (RFC 1870, 6.1). Every reader's message has about this size. */
function tooLarge(messageBytes: number, maxBytes: number): Reply {
  return localReply(`The relay accepts at most ${maxBytes} bytes (SIZE), but the message has ${messageBytes}.`);
}

/**
 * True for a refusal of a connection that took mail before, if it is more likely about the connection than about the
 * reader: it says so, or it is a temporary answer or "bad sequence" (503) to MAIL. Another message would be refused
 * as well, for ever, and a new connection's answer counts as it is.
 */
function isUsedUp(stage: Stage, { code, text }: Reply): boolean {
  return CONNECTION_LIMIT.test(wordsOf(text)) || (stage === 'mail' && (code < 500 || code === 503));
}

/**
 * True for a refusal because of the number of connections, which says nothing about this reader. After MAIL only 432,
 * Exchange's code for it, is sure to be the relay's own: a relay may hand on what the reader's server says.
 */
function isTooManyConnections(stage: Stage, { code, text }: Reply): boolean {
  return (stage === 'mail' ? code >= 400 && code < 500 : code === 432) && CONCURRENCY_LIMIT.test(wordsOf(text));
}

/** Adds to a refusal of the greeting name how to set another name. */
function withAdvice(outcome: Outcome, name: string): Outcome {
  if (outcome.kind !== 'senderFault' || !/\b(?:helo|ehlo)\b|fully.qualified host ?name/i.test(outcome.reply.text))
    return outcome;
  const text = `${outcome.reply.text} (greeted as ${name}; ?name= in SMTP_URL sets the name)`;
  return { ...outcome, reply: { ...outcome.reply, text } };
}

/** Starts a session on a connection that is ready for mail. `relay` is its name in outcomes. */
export function openSession({ socket, replies, offer, name }: Connection, relay: string): Session {
  let isClean = true;
  let accepted = 0;

  const isAboutConnection = (stage: Stage, reply: Reply): boolean =>
    isTooManyConnections(stage, reply) || (accepted > 0 && isUsedUp(stage, reply));

  const lostBefore = (error: unknown): Outcome => {
    isClean = false;
    socket.destroy();
    return { kind: 'retryLater', relay, reply: localReply(messageOf(error)), verdict: 'lost', afterMs: null };
  };

  const usedUp = (reply: Reply): Outcome => {
    isClean = false;
    return { kind: 'retryLater', relay, reply, verdict: 'lost', afterMs: null };
  };

  /**
   * Clears a refused transaction, which the relay may still hold open. A relay that wants the message anyway gets none.
   */
  const clear = async (envelope: Envelope): Promise<void> => {
    try {
      if (envelope.data.code === 354) {
        socket.write('.\r\n');
        await replies.next(COMMAND_TIMEOUT_MS);
      }
      socket.write('RSET\r\n');
      await replies.next(COMMAND_TIMEOUT_MS);
    } catch {
      isClean = false;
    }
  };

  const sendMessage = async (message: readonly Buffer[]): Promise<Outcome> => {
    let isWritten = false;
    try {
      socket.cork();
      for (const part of message) socket.write(part);
      socket.write(END, () => (isWritten = true));
      socket.uncork();
      const reply = await replies.next(FINAL_TIMEOUT_MS);
      const isRefusal = reply.code >= 400 && reply.code < 600;
      if (isRefusal && isAboutConnection('message', reply)) return usedUp(reply);
      const outcome = classifyReply('message', reply, relay);
      if (outcome.kind === 'submitted') accepted++;
      return outcome;
    } catch (error) {
      isClean = false;
      // Bytes that never left this process cannot have been accepted.
      return isWritten ? { kind: 'unknown', relay, reply: localReply(messageOf(error)) } : lostBefore(error);
    }
  };

  const hand = async (submission: Submission): Promise<Outcome> => {
    if (needsSmtpUtf8(submission.to) && !offer.smtpUtf8)
      return { kind: 'rejected', relay, reply: NO_SMTPUTF8, verdict: 'refused' };
    const messageBytes = submission.message.reduce((sum, part) => sum + part.length, 0);
    if (offer.maxBytes !== null && messageBytes > offer.maxBytes)
      return { kind: 'senderFault', relay, reply: tooLarge(messageBytes, offer.maxBytes) };
    // The ledger is written while the envelope is under way. Both must be done before the message is sent.
    const mayGo = submission.beforeData().catch(() => false);
    let envelope: Envelope;
    try {
      envelope = await sendEnvelope(socket, replies, offer, submission);
    } catch (error) {
      await mayGo;
      return lostBefore(error);
    }
    const refusal = refusalOf(envelope);
    if (refusal) {
      await mayGo;
      if (isAboutConnection(refusal.stage, refusal.reply)) return usedUp(refusal.reply);
      if (refusal.reply.code === 421) isClean = false;
      else await clear(envelope);
      return withAdvice(classifyReply(refusal.stage, refusal.reply, relay), name);
    }
    if (await mayGo) return sendMessage(submission.message);
    // After DATA is accepted, only closing the connection can abort the transaction.
    isClean = false;
    socket.destroy();
    return { kind: 'withheld' };
  };

  return {
    // If a relay sends an unexpected goodbye or a second reply, it must not be taken as the next reader's.
    isUsable: () => isClean && !replies.isLost() && !replies.hasStray(),
    // An error before the message is sent is an outcome of this message alone.
    submit: (submission) => hand(submission).catch(lostBefore),
    quit: async () => {
      if (!replies.isLost() && !replies.hasStray() && isClean) {
        socket.write('QUIT\r\n');
        await replies.next(2_000).catch(() => undefined);
      }
      socket.destroy();
    },
  };
}
