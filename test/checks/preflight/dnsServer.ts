import { createSocket } from 'node:dgram';
import ipaddr from 'ipaddr.js';
import type { Records, Zone } from './zone.ts';

const TYPES: Record<number, keyof Records> = { 1: 'a', 12: 'ptr', 15: 'mx', 16: 'txt', 28: 'aaaa' };
const SERVFAIL = 2;
const NXDOMAIN = 3;

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1')),
    Buffer.from([0]),
  ]);

function encodeData(type: keyof Records, value: string): Buffer {
  if (type === 'a' || type === 'aaaa') return Buffer.from(ipaddr.parse(value).toByteArray());
  if (type === 'ptr') return encodeName(value);
  if (type === 'mx') return Buffer.concat([Buffer.from([0, 10]), encodeName(value)]);
  const strings = value.match(/.{1,255}/g) ?? [''];
  return Buffer.concat(strings.map((text) => Buffer.from(`${String.fromCharCode(text.length)}${text}`, 'latin1')));
}

/** The answer to one question (RFC 1035 4). */
function answer(zone: Zone, query: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const question = query.subarray(12, at + 5);
  const type = TYPES[query.readUInt16BE(at + 1)];
  const records = zone[labels.join('.').toLowerCase()];
  const values = type && records !== 'fails' ? (records?.[type] ?? []) : [];
  const answers = values.map((value) => {
    const data = encodeData(type!, value);
    const head = Buffer.alloc(12);
    head.writeUInt16BE(0xc00c, 0);
    query.copy(head, 2, at + 1, at + 5);
    head.writeUInt32BE(60, 6);
    head.writeUInt16BE(data.length, 10);
    return Buffer.concat([head, data]);
  });
  const code = records === 'fails' ? SERVFAIL : records === undefined ? NXDOMAIN : 0;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers]);
}

/** A DNS server on loopback that knows one zone. */
export async function startDnsServer(zone: Zone): Promise<{ address: string; close: () => Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => socket.send(answer(zone, query), from.port, from.address));
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((done) => socket.close(() => done())),
  };
}
