import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Config, Relay } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import { messageOf } from '../domain/errors.ts';
import { isFullHostName } from '../platform/relayUrl.ts';
import { redactAddresses, redactUrl, type Log } from '../platform/log.ts';
import { buildMessage } from '../wire/message/build.ts';
import { startInbox } from './inbox/inbox.ts';
import { createOutboxSigner } from './outbox.ts';
import type { Outcome, Transport } from './outcome.ts';
import { openSmtpTransport } from './smtp/transport.ts';

/** A mail to the addresses of ALERT_TO: plain lines, each a paragraph. */
export type AlertLetter = { newsletterId: number | null; subject: string; lines: readonly string[] };

/** How many of the addresses got it, and the first reason why one did not. */
export type AlertMailed = { sent: number; failed: string | null };

type Deps = { db: Db; log: Log; now: () => Date; config: Pick<Config, 'alerts' | 'relays' | 'publicUrl'> };
type Sender = { name: string; address: string };

const MOST_MS = 40_000;

/** The newsletter's own sender, otherwise that of the first newsletter, because relays know these addresses. */
async function loadSender({ db, config }: Deps, newsletterId: number | null): Promise<Sender> {
  const { rows } = await sql<Sender>`
    select from_name as name, from_address as address from newsletters
    order by (id = ${newsletterId}::integer) desc nulls last, id limit 1`.execute(db);
  const host = new URL(config.publicUrl).hostname;
  return rows[0] ?? { name: 'Reveille', address: `reveille@${isFullHostName(host) ? host : 'localhost.localdomain'}` };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function buildAlertMessage(deps: Deps, from: Sender, to: string, { subject, lines }: AlertLetter): Buffer {
  const host = from.address.slice(from.address.lastIndexOf('@') + 1);
  return buildMessage(
    {
      from,
      replyTo: null,
      subject,
      date: deps.now(),
      // RFC 3834: no program should answer it.
      headers: [['Auto-Submitted', 'auto-generated']],
      text: lines.join('\n\n'),
      html: `<!doctype html><html><body>${lines.map((line) => `<p>${escape(line)}</p>`).join('')}</body></html>`,
    },
    { to, messageId: `<alert.${randomBytes(15).toString('base64url')}@${host}>` },
  );
}

/** Relays that refused our sign-in within the hour. Trying again soon may lock the account. */
async function listRefusing({ db }: Deps): Promise<Set<string>> {
  const { rows } = await sql<{ relay: string }>`
    select relay from relay_states
    where sign_in_refused is not null and sign_in_refused_at > now() - interval '1 hour'`.execute(db);
  return new Set(rows.map(({ relay }) => relay));
}

type Way = { name: string; open: () => Promise<{ transport: Transport; close: () => Promise<void> }> };

/** The ways for a mail, in the order in which they are tried. Without a relay, mail goes to the built-in inbox. */
async function listWays(deps: Deps): Promise<Way[]> {
  const { db, log, config } = deps;
  const own = config.alerts.relays;
  const relays = own.length > 0 ? own : config.relays;
  if (relays.length === 0) {
    const open: Way['open'] = async () => {
      const inbox = await startInbox({ db, log });
      const transport = openSmtpTransport([inbox.relay], { log, isRehearsal: true });
      return { transport, close: () => transport.close().then(inbox.close) };
    };
    return [{ name: 'the built-in inbox', open }];
  }
  const nameOf = ({ host, port }: Relay): string => `${host}:${port}`;
  const refusing = own.length > 0 ? new Set<string>() : await listRefusing(deps);
  const open = relays.filter((relay) => !refusing.has(nameOf(relay)));
  return open.map((relay) => ({
    name: nameOf(relay),
    // Without the database, it takes no part of the connections and of the warm-up that a send has.
    open: async () => {
      const transport = openSmtpTransport([relay], { log });
      return { transport, close: transport.close };
    },
  }));
}

const reasonOf = (outcome: Exclude<Outcome, { kind: 'submitted' | 'withheld' }>): string =>
  redactUrl(redactAddresses(`${outcome.reply.code > 0 ? `${outcome.reply.code} ` : ''}${outcome.reply.text}`));

/** Submits over the first way that accepts the message. Null: one did; otherwise the reasons. */
async function submitOver(
  ways: readonly Way[],
  message: { from: string; to: string; message: Buffer[]; signal: AbortSignal },
): Promise<string | null> {
  const reasons: string[] = [];
  for (const way of ways) {
    if (message.signal.aborted) break;
    const { transport, close } = await way.open();
    try {
      const outcome = await transport.submit({ ...message, beforeData: async () => !message.signal.aborted });
      if (outcome.kind === 'submitted') return null;
      if (outcome.kind !== 'withheld') reasons.push(`${way.name}: ${reasonOf(outcome)}`);
    } finally {
      await close();
    }
  }
  return reasons.join('; ') || 'the relays refused the sign-in, or did not answer in time';
}

async function sendToEach(deps: Deps, letter: AlertLetter, signal: AbortSignal): Promise<AlertMailed> {
  const ways = await listWays(deps);
  const from = await loadSender(deps, letter.newsletterId);
  const sign = createOutboxSigner(deps);
  const mailed: AlertMailed = { sent: 0, failed: null };
  for (const to of deps.config.alerts.to) {
    const message = await sign(from.address, buildAlertMessage(deps, from, to, letter));
    const failed = await submitOver(ways, { from: from.address, to, message, signal });
    if (failed === null) mailed.sent++;
    else mailed.failed ??= failed;
  }
  return mailed;
}

/**
 * Mails an alert to each address of ALERT_TO at once, without queue, renderer and mailer: those may be what it is about.
 * The relays are tried in their order, because the first may be the one that is down. Never throws, and ends within 40 s.
 */
export async function mailAlert(deps: Deps, letter: AlertLetter): Promise<AlertMailed> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AlertMailed>((resolve) => {
    timer = setTimeout(() => {
      ending.abort();
      resolve({ sent: 0, failed: `no answer within ${MOST_MS / 1000} s` });
    }, MOST_MS);
  });
  const sent = sendToEach(deps, letter, ending.signal).catch((error: unknown) => ({
    sent: 0,
    failed: redactUrl(messageOf(error)),
  }));
  const mailed = await Promise.race([sent, late]);
  clearTimeout(timer);
  return mailed;
}
