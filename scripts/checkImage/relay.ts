import { SMTPServer } from 'smtp-server';

export type ReceivedMessage = { to: string[]; raw: string };

/** A relay without a password that keeps what it gets, on `host`:1025, as Mailpit does. */
export async function serveRelay(host: string): Promise<{ received: ReceivedMessage[]; server: SMTPServer }> {
  const received: ReceivedMessage[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(chunks).toString('latin1') });
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(1025, host, done));
  return { received, server };
}
