import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Relay } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';

/** The built-in inbox: an SMTP server on loopback that stores what it receives in the database. */
export type Inbox = { relay: Relay; close: () => Promise<void> };

const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function keep(db: Db, from: string, recipients: string[], raw: Buffer): Promise<void> {
  // Parsing the header alone keeps a run to many readers fast.
  const end = raw.indexOf('\r\n\r\n');
  const header = await simpleParser(end < 0 ? raw : raw.subarray(0, end + 4));
  await db
    .insertInto('inbox_messages')
    .values(
      recipients.map((to) => ({
        mail_from: from,
        rcpt_to: to,
        header_from: header.from?.text ?? from,
        subject: header.subject ?? '',
        bytes: raw.length,
        raw,
      })),
    )
    .execute();
}

/**
 * Starts the inbox on a free port. It answers 250 only after the message is in the database, so an accepted message
 * survives a restart.
 */
export async function startInbox({ db, log }: { db: Db; log: Log }): Promise<Inbox> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    logger: false,
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope;
      readAll(stream as unknown as AsyncIterable<Buffer>)
        .then((raw) =>
          keep(
            db,
            mailFrom ? mailFrom.address : '',
            rcptTo.map(({ address }) => address),
            raw,
          ),
        )
        .then(
          () => callback(),
          (error: unknown) => {
            log.error({ err: error }, 'the inbox could not store a message');
            callback(Object.assign(new Error(messageOf(error)), { responseCode: 451 }));
          },
        );
    },
  });
  server.on('error', (error) => log.warn({ err: error }, 'the inbox had an error'));
  const port = await new Promise<number>((done, fail) => {
    server.once('error', fail);
    const listener = server.listen(0, '127.0.0.1', () => done((listener.address() as { port: number }).port));
  });
  return {
    relay: {
      host: '127.0.0.1',
      port,
      implicitTls: false,
      requireTls: false,
      auth: null,
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
