import { Resolver as NodeResolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { codeOf, ReveilleError } from '../../domain/errors.ts';

/**
 * The DNS queries of preflight. A name without such records gives none. A server that does not answer, or reports a
 * failure, rejects with DnsFailed.
 */
export type Resolver = {
  /** Complete records, with their strings joined. */
  txt: (name: string) => Promise<string[]>;
  mx: (name: string) => Promise<{ exchange: string; priority: number }[]>;
  a: (name: string) => Promise<string[]>;
  aaaa: (name: string) => Promise<string[]>;
  /** The names at a reverse name (`reverseName`). */
  ptr: (name: string) => Promise<string[]>;
};

/** A DNS query failed. `code` is Node's. */
export class DnsFailed extends Error {
  override readonly name = 'DnsFailed';
  readonly code: string;

  constructor(name: string, code: string, cause: unknown) {
    super(`The DNS lookup of ${name} failed (${code})`, { cause });
    this.code = code;
  }
}

const TIMEOUT_MS = 3_000;
const TRIES = 2;

/** "192.0.2.1", "192.0.2.1:53", "2001:db8::1" or "[2001:db8::1]:53". Throws USAGE. */
function useServer(resolver: NodeResolver, server: string): void {
  try {
    resolver.setServers([server]);
  } catch (cause) {
    throw new ReveilleError(
      'USAGE',
      `--dns "${server}" is not the address of a DNS server; for example 192.0.2.1:53.`,
      {
        cause,
      },
    );
  }
}

/** Asks the system's DNS servers, or `server` alone. Throws USAGE. */
export function openResolver(server: string | null): Resolver {
  const resolver = new NodeResolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (server !== null) useServer(resolver, server);
  const ask = async <T>(name: string, answer: Promise<T[]>): Promise<T[]> => {
    try {
      return await answer;
    } catch (error) {
      const code = codeOf(error) ?? 'EUNKNOWN';
      if (['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(code)) return [];
      throw new DnsFailed(name, code, error);
    }
  };
  return {
    txt: async (name) => (await ask(name, resolver.resolveTxt(name))).map((strings) => strings.join('')),
    mx: (name) => ask(name, resolver.resolveMx(name)),
    a: (name) => ask(name, resolver.resolve4(name)),
    aaaa: (name) => ask(name, resolver.resolve6(name)),
    ptr: (name) => ask(name, resolver.resolvePtr(name)),
  };
}

/** The name of an address's PTR records (RFC 1035 3.5, RFC 3596 2.5). */
export function reverseName(address: string): string {
  const parsed = ipaddr.parse(address);
  const bytes = parsed.toByteArray();
  if (parsed.kind() === 'ipv4') return `${bytes.toReversed().join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((byte) => [byte >> 4, byte & 15]).map((nibble) => nibble.toString(16));
  return `${nibbles.toReversed().join('.')}.ip6.arpa`;
}

/** The resolver for mailauth, which relies on Node's error code for a name without records. */
export function forMailauth(resolver: Resolver): (name: string, type: string) => Promise<string[] | string[][]> {
  const ask = (name: string, type: string): Promise<unknown[]> => {
    if (type === 'TXT') return resolver.txt(name).then((records) => records.map((record) => [record]));
    if (type === 'MX') return resolver.mx(name);
    if (type === 'A') return resolver.a(name);
    if (type === 'AAAA') return resolver.aaaa(name);
    if (type === 'PTR') return resolver.ptr(name);
    return Promise.resolve([]);
  };
  return async (name, type) => {
    const records = await ask(name, type);
    if (records.length === 0) throw Object.assign(new Error(`no ${type} at ${name}`), { code: 'ENODATA' });
    return records as string[] | string[][];
  };
}
