import { createServer, type Socket } from 'node:net';

/** What a client did on one connection: its commands in order, and what it sent as a user name and a password. */
export type Conversation = { commands: string[]; credentials: string[] };

export type SignInRelay = {
  port: number;
  conversations: Conversation[];
  /** The recipients of what was accepted. */
  accepted: string[];
  /** How often a password was shown. */
  attempts: () => number;
  close: () => Promise<void>;
};

type Options = {
  /** Keywords of the EHLO answer. */
  offers?: readonly string[];
  /** `user:password`; without it no AUTH is offered. Read at each attempt. */
  password?: () => string;
  mechanisms?: string;
  /** What a wrong password is answered with. */
  refusal?: () => string;
  /** To a second EHLO: as OpenSMTPD answers, or forgetting who signed in. */
  secondEhlo?: 'refused' | 'forgets';
  /** The answer to a command, or to a message's end (`message`), where it is not the usual one. */
  answer?: (command: string, name: string, connection: string) => string | undefined;
};

const decode = (text: string): string => Buffer.from(text, 'base64').toString();

/** A relay on loopback that asks for a password, and counts what it hears. */
export async function startSignInRelay({
  offers = ['PIPELINING', '8BITMIME'],
  password,
  mechanisms = 'PLAIN LOGIN',
  refusal = () => '535 5.7.8 Authentication credentials invalid',
  secondEhlo,
  answer = () => undefined,
}: Options = {}): Promise<SignInRelay> {
  const sockets = new Set<Socket>();
  const conversations: Conversation[] = [];
  const accepted: string[] = [];
  let attempts = 0;

  const converse = async (socket: Socket): Promise<void> => {
    const { commands, credentials } = conversations[conversations.push({ commands: [], credentials: [] }) - 1]!;
    const say = (...lines: string[]): void => void socket.write(`${lines.join('\r\n')}\r\n`);
    let greetings = 0;
    let isSignedIn = false;
    let name = '';
    let asked = null as ((line: string) => void) | null;
    let user = '';
    let to = '';
    let inData = false;
    const judge = (given: string): void => {
      asked = null;
      attempts++;
      credentials.push(given);
      isSignedIn = given === password?.();
      say(isSignedIn ? '235 2.7.0 accepted' : refusal());
    };
    const ehlo = (): void => {
      greetings++;
      if (greetings > 1 && secondEhlo === 'refused') return say('503 5.5.1 already identified');
      if (greetings > 1 && secondEhlo === 'forgets') isSignedIn = false;
      const lines = ['sink.example', ...offers, ...(password ? [`AUTH ${mechanisms}`] : [])];
      say(...lines.map((line, index) => `250${index < lines.length - 1 ? '-' : ' '}${line}`));
    };
    const obey = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') name = line.slice(5);
      const other = answer(line, name, `${socket.remotePort}`);
      if (other) say(other);
      else if (verb === 'EHLO') ehlo();
      else if (/^AUTH PLAIN /i.test(line)) judge(decode(line.slice(11)).split('\u0000').slice(1).join(':'));
      else if (/^AUTH LOGIN$/i.test(line)) {
        asked = (first) => {
          user = decode(first);
          asked = (second) => judge(`${user}:${decode(second)}`);
          say('334 UGFzc3dvcmQ6');
        };
        say('334 VXNlcm5hbWU6');
      } else if (verb === 'MAIL') say(password && !isSignedIn ? '530 5.7.0 authentication required' : '250 ok');
      else if (verb === 'RCPT') {
        to = /<(.*)>/.exec(line)?.[1] ?? '';
        say('250 ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go ahead');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    };
    say('220 sink.example ESMTP');
    let rest = '';
    for await (const chunk of socket) {
      const lines = (rest + (chunk as Buffer).toString()).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          const other = answer('message', name, `${socket.remotePort}`);
          if (!other) accepted.push(to);
          say(other ?? '250 kept');
        } else if (asked) asked(line);
        else {
          commands.push(line);
          obey(line);
        }
      }
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as { port: number }).port,
    conversations,
    accepted,
    attempts: () => attempts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
