import { vi } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/db/client.ts';
import type { EditionKind } from '../../src/domain/states.ts';
import { loadKeys, type Keys } from '../../src/platform/keys.ts';
import { createLog } from '../../src/platform/log.ts';
import { addNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { hashAddress, parseAddress } from '../../src/readers/addresses.ts';
import { issueToken, type TokenPurpose } from '../../src/platform/tokens.ts';
import { storedPicture } from '../support/pictures.ts';
import { CHEAP } from '../support/staff.ts';
import { createApp } from '../../src/web/server.ts';
import type { App, WebDeps } from '../../src/web/web.ts';

export const NOON = new Date('2026-11-24T12:00:00Z');
const DEPTH = { waiting: 0, active: 0, delayed: 0, failed: 0 };

export type TestSite = { app: App; db: Db; keys: Keys; jobs: { name: string; payload: unknown }[] };

/** The whole web over a real database; jobs are written down instead of queued. */
export async function openSite(
  db: Db,
  environment: Record<string, string> = {},
  now: () => Date = () => NOON,
  others: Partial<Pick<WebDeps, 'clicks' | 'draining' | 'signUpLimits' | 'queues'>> = {},
): Promise<TestSite> {
  const config = loadConfig({ SECRET: 'a secret of thirty-two bytes at least', ...environment });
  const keys = await loadKeys({ config, db });
  const jobs: TestSite['jobs'] = [];
  const queues: Queues = {
    enqueue: async (name, payload) => void jobs.push({ name, payload }),
    ping: async () => undefined,
    counts: async () => ({ newsroom: DEPTH, renderer: DEPTH, mailer: DEPTH }),
    close: async () => undefined,
  };
  const log = createLog('test', 'silent');
  const app = createApp({ db, keys, queues, config, log, now, passwordCost: CHEAP, patienceMs: 200_000, ...others });
  return { app, db, keys, jobs };
}

export function makeNewsletter(db: Db, slug: string = 'daily'): Promise<Newsletter> {
  const settings = {
    name: 'The Daily Test',
    from: 'news@paper.example',
    zone: 'Europe/Madrid',
    at: '06:30',
    legalName: 'Paper Ltd',
    postalAddress: '1 Quay, Harbour',
    privacyUrl: 'https://paper.example/privacy',
  };
  return addNewsletter({ db }, slug, settings, 'test');
}

/** A subscriber with one subscription. */
export async function makeSubscriber(
  { db, keys }: Pick<TestSite, 'db' | 'keys'>,
  newsletterId: number,
  email: string,
  status: 'pending' | 'active' | 'unsubscribed' = 'active',
): Promise<number> {
  const address = parseAddress(email);
  const { id } = await db
    .insertInto('subscribers')
    .values({ email: address.email, email_key: address.emailKey, address_hash: hashAddress(keys, address.emailKey) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('subscriptions')
    .values({ subscriber_id: id, newsletter_id: newsletterId, status, created_at: NOON })
    .execute();
  return id;
}

/** Waits until every sign-up that was taken has been looked at: what becomes of it is there with its end. */
export async function settled({ db }: Pick<TestSite, 'db'>): Promise<void> {
  await vi.waitFor(
    async () => {
      if (await db.selectFrom('sign_ups').select('id').executeTakeFirst()) throw new Error('a sign-up waits');
    },
    { timeout: 400_000, interval: 20 },
  );
}

export function tokenFor(
  keys: Keys,
  purpose: TokenPurpose,
  subscriberId: number,
  newsletterId: number,
  expiresAt: Date | null = null,
): string {
  return issueToken(keys, { purpose, subscriberId, newsletterId, expiresAt });
}

/** An edition with `stories` stories; `image` names a picture of test/support/pictures.ts. */
export async function makeEdition(
  db: Db,
  newsletterId: number,
  edition: {
    date: string;
    state: 'draft' | 'submitted' | 'approved' | 'submitting' | 'paused';
    kind?: EditionKind;
    number?: number;
    isRehearsal?: boolean;
    startedAt?: Date;
    note?: string;
    corrects?: number;
    dueAt?: Date;
  },
  stories: { headline: string; summary?: string; url?: string; image?: string; caption?: string }[] = [
    { headline: 'A bridge opens' },
  ],
): Promise<number> {
  const { id } = await db
    .insertInto('editions')
    .values({
      newsletter_id: newsletterId,
      date: edition.date,
      kind: edition.kind ?? 'daily',
      number: edition.number ?? 1,
      note: edition.note ?? '',
      corrects_edition_id: edition.corrects ?? null,
      state: edition.state,
      subject: `Subject of ${edition.date}`,
      preheader: 'What is inside',
      is_rehearsal: edition.isRehearsal ?? false,
      due_at: edition.dueAt ?? null,
      started_at: edition.state === 'draft' ? null : (edition.startedAt ?? NOON),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('edition_stories')
    .values(
      stories.map(({ headline, summary, url, image, caption }, index) => ({
        edition_id: id,
        position: index + 1,
        url: url ?? `https://outlet.example/${index}`,
        headline,
        summary: summary ?? 'It was built in two years.',
        outlet_name: 'The Outlet',
        also_reported_by: ['The Other'],
        image: image
          ? JSON.stringify({
              url: `https://outlet.example/${image}.jpg`,
              width: 900,
              height: 600,
              alt: 'A bridge',
              caption: caption ?? null,
              credit: 'A. Photographer',
              stored: storedPicture(image),
            })
          : null,
        reasons: JSON.stringify(['published an hour ago']),
      })),
    )
    .execute();
  return id;
}

/** Posts a urlencoded form. */
export function post(
  app: App,
  path: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers }));
}
