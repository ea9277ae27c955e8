/** A relay's answer to one command: its code, its enhanced status (RFC 3463) where given, its text in one line. */
export type Reply = { code: number; status: string | null; text: string };

/**
 * What a relay's answer means, in one word, as the ledger keeps it. `late` is ours: its time was over.
 */
export type Verdict =
  | 'accepted'
  | 'later'
  | 'lost'
  | 'domain-busy'
  | 'mailbox-full'
  | 'address-dead'
  | 'refused'
  | 'sender-fault'
  | 'relay-down'
  | 'unknown'
  | 'late';

/** What became of one submission. Expected results are values; only bugs throw. */
export type Outcome =
  /** The relay answered 250 after the message: it is theirs now. */
  | { kind: 'submitted'; relay: string; reply: Reply }
  /**
   * Not now (4yz, or the connection was lost before the message's last byte): the same reader again later.
   * `afterMs`: when, where the reply or its table entry says so. `domain-busy`: the reader's domain asks for
   * patience, for all its readers.
   */
  | {
      kind: 'retryLater';
      relay: string;
      reply: Reply;
      verdict: 'later' | 'lost' | 'mailbox-full' | 'domain-busy';
      afterMs: number | null;
    }
  /** Never. `address-dead`: nobody has that address, it is to be suppressed; the others are no reason to. */
  | { kind: 'rejected'; relay: string; reply: Reply; verdict: 'address-dead' | 'mailbox-full' | 'refused' }
  /** The relay refuses us, not the reader: authentication, policy, our sender address, our content. */
  | { kind: 'senderFault'; relay: string; reply: Reply }
  /**
   * No relay can be reached at present, or may be used today; nothing was said about the reader. The reply's text names
   * each relay and what is wrong with it.
   */
  | { kind: 'relayDown'; relay: string; reply: Reply; retryAfterMs: number; isWarmUp: boolean }
  /** The connection was lost between the message's last byte and the answer. */
  | { kind: 'unknown'; relay: string; reply: Reply }
  /** `beforeData` said no: nothing of the message went out. */
  | { kind: 'withheld' };

/** True where a relay spoke to the message, whatever it said: it can be reached. */
export function isAnswer(outcome: Outcome): boolean {
  return 'reply' in outcome && outcome.reply.code > 0;
}

/** A reply of our own making, for what no relay said. */
export function localReply(text: string): Reply {
  return { code: 0, status: null, text };
}

export type Submission = {
  /** The envelope sender and recipient: bare addresses without CR or LF. */
  from: string;
  to: string;
  /** Complete MIME bytes, in parts: CRLF line ends, no line beginning with ".", CRLF at the end. */
  message: readonly Buffer[];
  /**
   * Called once before the message's last byte goes out; the message goes out only where it resolves to true.
   * Its writer has then recorded that from here on the outcome may be unknown.
   */
  beforeData: () => Promise<boolean>;
  /** Ends the wait for a free connection; a message on the wire is seen through. */
  signal?: AbortSignal;
};

/** A way to hand messages over. `submit` never throws for what the other side does. */
export type Transport = {
  /** How many submissions may run at once. */
  capacity: number;
  /** Every send over it is a rehearsal: it ends in the built-in inbox. */
  isRehearsal: boolean;
  submit: (submission: Submission) => Promise<Outcome>;
  close: () => Promise<void>;
};
