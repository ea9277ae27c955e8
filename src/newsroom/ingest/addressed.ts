import type { IngestDeps } from './deps.ts';
import { parseGivenAddress } from './givenAddress.ts';
import { findOutletOf, loadOutletSites } from './outletOf.ts';
import { readAddress } from './readAddress.ts';
import { findKnownItem, saveAddress } from './saveAddress.ts';

/** The item at an address; `isKnown`: the newsletter had it already. Or why there is none, as a sentence. */
export type Addressed = { kind: 'item'; itemId: number; isKnown: boolean } | { kind: 'failed'; message: string };

/**
 * Finds the item at an address that a person pasted, or reads its page and stores it, within 4 s. It belongs to the outlet of
 * its site; if the newsletter has none, only headline and link may be shown. A failure is a value. Throws only errors of the
 * database.
 */
export async function itemAtAddress(
  deps: IngestDeps,
  { newsletterId, operator, address }: { newsletterId: number; operator: string; address: string },
): Promise<Addressed> {
  const sites = await loadOutletSites(deps.db, newsletterId);
  const privateOrigins = sites.filter(({ allowPrivate }) => allowPrivate).map(({ url }) => new URL(url).origin);
  const given = parseGivenAddress(address, ({ origin }) => privateOrigins.includes(origin));
  if (given.url === null) return { kind: 'failed', message: given.fault };
  const { url } = given;
  const known = await findKnownItem(deps.db, newsletterId, [url]);
  if (known) return { kind: 'item', itemId: known.id, isKnown: true };
  const privateOrigin = privateOrigins.find((origin) => origin === new URL(url).origin) ?? null;
  const read = await readAddress(deps, url, { operator, privateOrigin });
  if (read.kind === 'failed') return read;
  const urls = [read.url, ...(read.page.story.url === null ? [] : [read.page.story.url])];
  const same = await findKnownItem(deps.db, newsletterId, urls);
  if (same) return { kind: 'item', itemId: same.id, isKnown: true };
  const outlet = findOutletOf(sites, read.url);
  return { kind: 'item', itemId: await saveAddress(deps, newsletterId, { ...read, outlet }), isKnown: false };
}
