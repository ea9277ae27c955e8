import type { Db } from '../../platform/db/client.ts';
import { sql } from 'kysely';

/** An outlet to which an address may belong. `itemHosts`: the hosts (with port) of most of its items. */
export type OutletSite = {
  id: number;
  name: string;
  url: string;
  feedUrl: string | null;
  isOwn: boolean;
  isGuest: boolean;
  rights: number;
  allowPrivate: boolean;
  itemHosts: string[];
};

/** Loads a newsletter's outlets with the sites of their stories, as their latest items tell. */
export async function loadOutletSites(db: Db, newsletterId: number): Promise<OutletSite[]> {
  const { rows } = await sql<OutletSite>`
    select o.id, o.name, o.url, o.feed_url as "feedUrl", o.is_own as "isOwn", o.is_guest as "isGuest",
      cardinality(o.rights) as rights, o.allow_private as "allowPrivate",
      coalesce((
        select array_agg(host) from (
          select substring(i.url from '^https?://([^/?#]+)') as host, count(*) as items,
            sum(count(*)) over () as "all"
          from (select url from items where outlet_id = o.id and url is not null order by id desc limit 100) i
          group by 1
        ) h where h.items * 2 > h.all and host is not null), '{}') as "itemHosts"
    from outlets o where o.newsletter_id = ${newsletterId} order by o.id`.execute(db);
  return rows;
}

const hostOf = (host: string): string => host.toLowerCase().replace(/^(?:www|m|amp|mobile)\./, '');

/** How many folders two addresses share from the start. */
function sharedFolders(a: string, b: string): number {
  const [of, other] = [a, b].map((path) => path.split('/').filter(Boolean));
  const end = of!.findIndex((folder, at) => folder !== other![at]);
  return end < 0 ? of!.length : end;
}

// Hosts of many people give each a folder: medium.com/@ann, example.edu/~ben.
const PERSON = /^\/[@~][^/]+/;

function isOfSite(site: OutletSite, url: URL): boolean {
  const own = [site.url, ...(site.feedUrl === null ? [] : [site.feedUrl])].map((each) => new URL(each));
  const hosts = [...own.map(({ host }) => host), ...site.itemHosts].map(hostOf);
  if (!hosts.includes(hostOf(url.host))) return false;
  const person = PERSON.exec(url.pathname)?.[0];
  return person === undefined || own.some(({ pathname }) => pathname.includes(person));
}

/**
 * The outlet to which an address belongs: one whose own address or most of whose stories are on its host. Of several, the
 * one with the most similar path, else the one with the fewest rights. Null for an unknown one.
 */
export function findOutletOf(sites: readonly OutletSite[], address: string): OutletSite | null {
  const url = new URL(address);
  const folders = (site: OutletSite): number => sharedFolders(new URL(site.url).pathname, url.pathname);
  const found = sites.filter((site) => isOfSite(site, url));
  return (
    found.toSorted(
      (a, b) =>
        folders(b) - folders(a) ||
        Number(a.isGuest) - Number(b.isGuest) ||
        Number(b.isOwn) - Number(a.isOwn) ||
        a.rights - b.rights ||
        a.id - b.id,
    )[0] ?? null
  );
}
