import type { Socket } from 'node:net';
import { messageOf } from '../../domain/errors.ts';
import { localReply, type Outcome, type Reply, type Submission } from '../outcome.ts';
import { classifyReply, type Stage } from './classify.ts';
import type { Connection } from './connect.ts';
import type { Offer } from './greet.ts';
import type { ReplyReader } from './replies.ts';

/** One connection to a relay, on which messages are handed over one after another. */
export type Session = {
  submit: (submission: Submission) => Promise<Outcome>;
  /** False once the connection is lost or in doubt: then it is of no further use. */
  isUsable: () => boolean;
  quit: () => Promise<void>;
};

// RFC 5321 4.5.3.2 asks for 5 minutes on commands and 10 after the final dot; a relay that takes longer than
// a minute for a command is as good as down, but after the dot patience avoids unknown outcomes.
const COMMAND_TIMEOUT_MS = 60_000;
const FINAL_TIMEOUT_MS = 600_000;

// Bytes like the message, so that all of it goes out in one call.
const END = Buffer.from('.\r\n');

/** Domains are in A-labels, so that this is about local parts (RFC 6531). */
function needsSmtpUtf8(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- everything beyond ASCII
  return /[^\u0000-\u007f]/.test(address);
}

/** What a relay without SMTPUTF8 would have to answer, and not each does (RFC 6531 3.5): it takes no such address. */
const NO_SMTPUTF8: Reply = { code: 0, status: '5.6.7', text: 'The relay takes no address beyond ASCII (SMTPUTF8).' };

type Envelope = { mail: Reply; rcpt: Reply; data: Reply };

/** The next reply, or the one before where that was a refusal and the relay hung up after it, as after a 421. */
async function nextOr(before: Reply, replies: ReplyReader): Promise<Reply> {
  try {
    return await replies.next(COMMAND_TIMEOUT_MS);
  } catch (error) {
    if (before.code >= 400) return before;
    throw error;
  }
}

/**
 * MAIL, RCPT and DATA: in one write where the relay takes several commands at once (RFC 2920), else in lock
 * step. A command that was not sent because an earlier one failed has that one's reply.
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

/** The first refusal of the envelope, or null where the relay waits for the message. */
function refusalOf({ mail, rcpt, data }: Envelope): { stage: Stage; reply: Reply } | null {
  if (mail.code >= 300) return { stage: 'mail', reply: mail };
  if (rcpt.code >= 300) return { stage: 'rcpt', reply: rcpt };
  return data.code === 354 ? null : { stage: 'data', reply: data };
}

/** What a relay that says how much it takes would answer (RFC 1870, 6.1); each reader's message is as large. */
function tooLarge(messageBytes: number, maxBytes: number): Reply {
  return localReply(`The relay takes at most ${maxBytes} bytes (SIZE), and the message has ${messageBytes}.`);
}

/** A refusal of the name that we gave, with the way to set another. */
function withAdvice(outcome: Outcome, name: string): Outcome {
  if (outcome.kind !== 'senderFault' || !/\b(?:helo|ehlo)\b|fully.qualified host ?name/i.test(outcome.reply.text))
    return outcome;
  const text = `${outcome.reply.text} (greeted as ${name}; ?name= in SMTP_URL sets the name)`;
  return { ...outcome, reply: { ...outcome.reply, text } };
}

/** Starts a session on a connection that is ready for mail. `relay` names it in outcomes. */
export function openSession({ socket, replies, offer, name }: Connection, relay: string): Session {
  let isClean = true;
  let accepted = 0;

  const lostBefore = (error: unknown): Outcome => {
    isClean = false;
    socket.destroy();
    return { kind: 'retryLater', relay, reply: localReply(messageOf(error)), verdict: 'lost', afterMs: null };
  };

  /** After a refusal the relay may hold half a transaction; one that wants a message none the less gets none. */
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
    // The record is written while the envelope travels; both must be there before the message goes.
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
      if (accepted > 0 && refusal.stage === 'mail' && refusal.reply.code < 500) {
        // It took mail from us just now: more likely this connection is used up than this reader refused. A limit of
        // messages would be answered so for ever on it; on another one the reply counts as it is.
        isClean = false;
        return { kind: 'retryLater', relay, reply: refusal.reply, verdict: 'lost', afterMs: null };
      }
      if (refusal.reply.code === 421) isClean = false;
      else await clear(envelope);
      return withAdvice(classifyReply(refusal.stage, refusal.reply, relay), name);
    }
    if (await mayGo) return sendMessage(submission.message);
    // Once DATA is open there is no way back but hanging up.
    isClean = false;
    socket.destroy();
    return { kind: 'withheld' };
  };

  return {
    // A relay that says goodbye unasked, or answers twice, must not answer for the next reader.
    isUsable: () => isClean && !replies.isLost() && !replies.hasStray(),
    // What goes wrong before the message is handed over is an outcome of this message alone.
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
