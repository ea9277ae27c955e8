import { sql, type Selectable } from 'kysely';
import type { Outlets } from '../../platform/db/tables/outlets.ts';
import type { FoundFeed } from '../../domain/outlets.ts';
import { recordAudit } from '../../platform/audit.ts';
import { RIGHTS, type Right } from '../../domain/story.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { IngestDeps } from './deps.ts';
import { fetchFeed } from './discovery.ts';
import { namesPrivateHost } from './fetch/addresses.ts';
import { openFetcher } from './fetch/fetch.ts';
import { userAgentOf } from './fetch/userAgent.ts';
import { parser } from './parse/parser.ts';
import { cleanText, shorten } from './text.ts';

type Outlet = Selectable<Outlets>;

const PATIENCE_MS = 5_000;

export type NewOutlet = {
  newsletterId: number;
  url: string;
  isOwn?: boolean;
  name?: string;
  rights?: readonly Right[];
  /** allows a private address, only for the outlet's own origin (scheme, host, port) */
  allowPrivate?: boolean;
};

/** A stored outlet. `discovery`: why no feed was read, as a sentence. `inFeed`: the items in its feed, null if none was read. */
export type AddedOutlet = Outlet & { discovery: string | null; inFeed: number | null };

function checkUrl(text: string, allowPrivate: boolean): URL {
  const invalid = (message: string): never => {
    throw new ReveilleError('INVALID_INPUT', message);
  };
  const url =
    URL.parse(text.trim()) ??
    invalid(`${cleanText(text).slice(0, 200)} is not an address; give one such as https://paper.example/feed.xml`);
  if (!/^https?:$/.test(url.protocol)) invalid("An outlet's address begins with http:// or https://.");
  if (url.username || url.password) invalid("An outlet's address must not contain a name or a password.");
  if (url.href.length > 2000) invalid('The address is longer than 2000 characters.');
  if (!allowPrivate && namesPrivateHost(url))
    invalid(`${url.hostname} is a private address; "reveille outlets add URL --allow-private" allows one.`);
  url.hash = '';
  return url;
}

async function upsertOutlet({ db, now }: Pick<IngestDeps, 'db' | 'now'>, outlet: NewOutlet, url: URL): Promise<Outlet> {
  const isOwn = outlet.isOwn;
  const rights = isOwn ? [...RIGHTS] : outlet.rights ? [...new Set(outlet.rights)] : undefined;
  const name = outlet.name ? shorten(cleanText(outlet.name), 120) : '';
  const given = {
    ...(name ? { name } : {}),
    ...(isOwn === undefined ? {} : { is_own: isOwn }),
    ...(rights ? { rights } : {}),
    ...(outlet.allowPrivate === undefined ? {} : { allow_private: outlet.allowPrivate }),
    // A site of which staff had added single stories becomes an outlet.
    is_guest: false,
  };
  return await db
    .insertInto('outlets')
    .values({
      newsletter_id: outlet.newsletterId,
      url: url.href,
      name: url.hostname.replace(/^www\./, ''),
      ...given,
      next_fetch_at: now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['newsletter_id', 'url']).doUpdateSet({ ...given, next_fetch_at: now() }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Adds an outlet, or updates the one with the same address; options that are not given keep their values. The row is
 * stored at once. Then the address is fetched, for at most 5 s: a feed's title becomes the name if none was given, and a
 * page's announced feed becomes `feed_url`; `found_feeds` lists the feeds that were found. A failure of this is not an
 * error; `discovery` describes it in a sentence.
 * Errors: INVALID_INPUT (not http(s), credentials, a private address without `allowPrivate`).
 */
export async function addOutlet(deps: IngestDeps, outlet: NewOutlet, actor: string): Promise<AddedOutlet> {
  const url = checkUrl(outlet.url, outlet.allowPrivate ?? false);
  const row = await deps.db.transaction().execute(async (tx) => {
    const stored = await upsertOutlet({ ...deps, db: tx }, outlet, url);
    const detail = { outletId: stored.id, name: stored.name, url: stored.url };
    await recordAudit(tx, { actor, action: 'outlet.add', newsletterId: stored.newsletter_id, detail });
    return stored;
  });
  const { patienceMs = PATIENCE_MS } = deps;
  const fetcher = openFetcher({
    privateOrigin: row.allow_private ? url.origin : null,
    timeoutMs: patienceMs,
    userAgent: userAgentOf(deps),
  });
  try {
    const feeds: FoundFeed[] = [];
    const within = { signal: AbortSignal.timeout(patienceMs) };
    const outcome = await fetchFeed({ fetcher, parser: deps.parser ?? parser }, url.href, within, (feed) =>
      feeds.push(feed),
    );
    if (outcome.kind !== 'read')
      return { ...row, discovery: outcome.kind === 'failed' ? outcome.message : null, inFeed: null };
    const title = outcome.feed.title ? shorten(outcome.feed.title, 120) : null;
    const hasOwnName = outlet.name !== undefined || row.name !== url.hostname.replace(/^www\./, '');
    const found = await deps.db
      .updateTable('outlets')
      .set({
        feed_url: outcome.feedUrl === url.href ? null : outcome.feedUrl,
        found_feeds: JSON.stringify(feeds),
        ...(title && !hasOwnName ? { name: title } : {}),
        // Discovery does not store stories, so the first real fetch must not be answered with 304.
        etag: sql<null>`null`,
        last_modified: sql<null>`null`,
      })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirst();
    return { ...(found ?? row), discovery: null, inFeed: outcome.feed.stories.length };
  } finally {
    await fetcher.close();
  }
}
