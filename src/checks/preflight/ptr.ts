import type { LocatedRelay } from './addresses.ts';
import { fail, pass, skip, warn, type Finding } from './preflightFinding.ts';
import { reverseName, type Resolver } from './resolver.ts';

/** True if `name` resolves to `address`, in any notation. */
async function isConfirmed(resolver: Resolver, name: string, address: string): Promise<boolean> {
  const addresses = address.includes(':') ? await resolver.aaaa(name) : await resolver.a(name);
  return addresses.some((other) => reverseName(other) === reverseName(address));
}

/**
 * Checks that each public address of the relays has a PTR whose name resolves back to it (RFC 1912 2.1,
 * "forward-confirmed"). A relay with a sign-in is a smarthost, which may send from other addresses: a failure is only a
 * warning there.
 */
export async function checkPtr(resolver: Resolver, relays: readonly LocatedRelay[]): Promise<Finding[]> {
  if (relays.length === 0) return [skip('ptr', 'SMTP_URL names no relay: mail goes to the built-in inbox.')];
  const ask = 'Ask the owner of the address (the hosting provider) for a PTR record that resolves back to it.';
  const findings = relays.map(async ({ relay, name, addresses, publicAddresses }) => {
    if (addresses.length === 0) return [skip('ptr', `${name} has no address in DNS.`)];
    if (publicAddresses.length === 0)
      return [
        skip(
          'ptr',
          `${name} has no public address, so the addresses it sends from are not known here.`,
          'Make sure that the addresses it sends from have PTR records that resolve back.',
        ),
      ];
    const judge = relay.auth ? warn : fail;
    const note = relay.auth ? '; the relay may send from other addresses' : '';
    return Promise.all(
      publicAddresses.map(async (address) => {
        const names = await resolver.ptr(reverseName(address));
        if (names.length === 0) return judge('ptr', `${address} (${name}) has no PTR record${note}.`, ask);
        for (const reverse of names)
          if (await isConfirmed(resolver, reverse, address))
            return pass('ptr', `${address} resolves to ${reverse} and back.`);
        return judge('ptr', `${address} resolves to ${names.join(', ')}, which does not resolve back${note}.`, ask);
      }),
    );
  });
  return (await Promise.all(findings)).flat();
}
