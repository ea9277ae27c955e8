import { createServer, type Server, type Socket } from 'node:net';
import type { Relay } from '../../src/platform/config.ts';

export type SinkMessage = { from: string; to: string; raw: string };

/**
 * What the sink says instead of its usual word; 'drop' hangs up without one, 'hang' says nothing. Undefined: the usual
 * word. After a 421 it hangs up, as RFC 5321 4.2.2 has it.
 */
export type SinkScript = (
  stage: 'connect' | 'mail' | 'rcpt' | 'data' | 'message',
  envelope: { from: string; to: string },
) => string | undefined | Promise<string | undefined>;

export type Sink = {
  relay: Relay & { url: string };
  /** Accepted with 250, in order. */
  messages: SinkMessage[];
  /** Received to the last byte, whatever was answered. */
  received: SinkMessage[];
  setScript: (script: SinkScript) => void;
  connections: () => number;
  close: () => Promise<void>;
};

/**
 * A real SMTP server on loopback that keeps every message, and misbehaves as told. It refuses addresses beyond ASCII
 * where the client did not ask for them (RFC 6531), or `smtpUtf8` is off.
 */
export async function startSink({
  pipelining = true,
  smtpUtf8 = false,
}: { pipelining?: boolean; smtpUtf8?: boolean } = {}): Promise<Sink> {
  const messages: SinkMessage[] = [];
  const received: SinkMessage[] = [];
  const sockets = new Set<Socket>();
  let script: SinkScript = () => undefined;

  const converse = async (socket: Socket): Promise<void> => {
    const envelope = { from: '', to: '' };
    const say = (text: string): void => void socket.write(`${text}\r\n`);
    const answer = async (stage: Parameters<SinkScript>[0], usual: string): Promise<boolean> => {
      const said = (await script(stage, { ...envelope })) ?? usual;
      if (said === 'drop') socket.destroy();
      else if (said.startsWith('421')) socket.end(`${said}\r\n`);
      else if (said !== 'hang') say(said);
      return said === usual;
    };
    if (!(await answer('connect', '220 sink.example ESMTP'))) return;
    let rest = '';
    let inData = false;
    let isUtf8 = false;
    for await (const chunk of socket) {
      rest += (chunk as Buffer).toString('latin1');
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = rest.indexOf(mark);
        if (end < 0) break;
        const text = rest.slice(0, end);
        rest = rest.slice(end + mark.length);
        if (inData) {
          inData = false;
          if (text === '') {
            say('554 5.5.1 no valid recipients');
            continue;
          }
          const message = { ...envelope, raw: `${text.slice(2)}\r\n` };
          received.push(message);
          if (await answer('message', '250 2.0.0 kept')) messages.push(message);
        } else if (/^(EHLO|HELO)/i.test(text))
          say(
            ['250-sink.example', ...(pipelining ? ['250-PIPELINING'] : []), ...(smtpUtf8 ? ['250-SMTPUTF8'] : [])]
              .concat('250 HELP')
              .join('\r\n'),
          );
        else if (/^MAIL FROM:/i.test(text)) {
          envelope.from = /<(.*)>/.exec(text)?.[1] ?? '';
          isUtf8 = smtpUtf8 && / SMTPUTF8\b/.test(text);
          await answer('mail', '250 2.1.0 ok');
        } else if (/^RCPT TO:/i.test(text)) {
          envelope.to = Buffer.from(/<(.*)>/.exec(text)?.[1] ?? '', 'latin1').toString();
          // oxlint-disable-next-line no-control-regex -- everything beyond ASCII
          const isAscii = /^[\u0000-\u007f]*$/.test(envelope.to);
          if (isAscii || isUtf8) await answer('rcpt', '250 2.1.5 ok');
          else say('553 5.6.7 SMTPUTF8 was not asked for');
        } else if (/^DATA/i.test(text)) {
          // As RFC 2920 allows, 354 also where every recipient was refused; a lone dot ends such a message.
          inData = await answer('data', '354 go ahead');
          if (inData) rest = `\r\n${rest}`;
        } else if (/^QUIT/i.test(text)) socket.end('221 bye\r\n');
        else say('250 ok');
      }
    }
  };

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    relay: {
      url: `smtp://127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      implicitTls: false,
      requireTls: false,
      auth: null,
    },
    messages,
    received,
    setScript: (next) => (script = next),
    connections: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
