import { createSocket, type Socket } from 'node:dgram';

const TYPE_A = 1;
const HEADER_BYTES = 12;
const TTL_SECONDS = 1;

/** The name of the first question in a DNS message, its type, and where the question ends (RFC 1035, 4.1.2). */
function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function answer(query: Buffer, names: ReadonlyMap<string, readonly string[]>): Buffer {
  const { name, type, end } = readQuestion(query);
  const known = names.get(name);
  const addresses = type === TYPE_A ? (known ?? []) : [];
  const header = Buffer.from(query.subarray(0, HEADER_BYTES));
  // An answer, recursion available; "no such name" for what is not known.
  header.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  header.fill(0, 8);
  const records = addresses.map((address) => {
    const record = Buffer.alloc(16);
    // A pointer to the name in the question.
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(TYPE_A, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(TTL_SECONDS, 6);
    record.writeUInt16BE(4, 10);
    record.set(address.split('.').map(Number), 12);
    return record;
  });
  return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...records]);
}

/** Answers for the names of services where Docker's own DNS does, so that the proxy's configuration is used as it is. */
export async function serveNames(names: ReadonlyMap<string, readonly string[]>): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => socket.send(answer(query, names), peer.port, peer.address));
  await new Promise<void>((done) => socket.bind(53, '127.0.0.11', done));
  return socket;
}
