import type { LocatedRelay } from '../../../src/checks/preflight/addresses.ts';
import type { Finding } from '../../../src/checks/preflight/preflightFinding.ts';
import { DnsFailed, reverseName, type Resolver } from '../../../src/checks/preflight/resolver.ts';

export type Records = Partial<Record<'txt' | 'a' | 'aaaa' | 'ptr', string[]>> & { mx?: string[] };
/** What DNS says, by name; 'fails' for a name that no server answers for. */
export type Zone = Record<string, Records | 'fails'>;

/** A resolver that knows this zone and nothing else. */
export function resolverOf(zone: Zone): Resolver {
  const find = async (name: string, type: keyof Records): Promise<string[]> => {
    const records = zone[name.toLowerCase()];
    if (records === 'fails') throw new DnsFailed(name, 'ESERVFAIL', null);
    return records?.[type] ?? [];
  };
  return {
    txt: (name) => find(name, 'txt'),
    a: (name) => find(name, 'a'),
    aaaa: (name) => find(name, 'aaaa'),
    ptr: (name) => find(name, 'ptr'),
    mx: async (name) => (await find(name, 'mx')).map((exchange) => ({ exchange, priority: 10 })),
  };
}

/** PTR records as a zone's entry. */
export const reverse = (address: string, ...names: string[]): Zone => ({ [reverseName(address)]: { ptr: names } });

/** A relay at these addresses; the public ones are those that do not begin with 10. or 127. */
export function relayAt(addresses: string[], auth: LocatedRelay['relay']['auth'] = null): LocatedRelay {
  return {
    relay: {
      host: 'relay.example',
      port: 25,
      implicitTls: false,
      requireTls: false,
      auth,
    },
    name: 'relay.example:25',
    addresses,
    publicAddresses: addresses.filter((address) => !/^(10|127)\./.test(address)),
  };
}

/** The outcomes alone, in order. */
export const outcomes = (findings: readonly Finding[]): string[] => findings.map(({ outcome }) => outcome);
