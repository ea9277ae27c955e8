import { CARRYING } from '../../../domain/states.ts';
import { findMissingIdentity } from '../../../editions/newsletters/identity.ts';
import { listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { Staff, Web } from '../../web.ts';
import { may } from '../access.ts';
import { loadLastCheck } from './lastCheck.ts';
import { Preflight, preflightOf } from './preflightResult.ts';

/** A step from an empty desk to the first test copy. `path`: where it is done. Null: it waits for a step before it. */
export type Step = { title: string; text: string; isDone: boolean; label: string; path: string | null };

/** The sender of the newsletter that the first start makes: a place-holder. */
const PLACEHOLDER_DOMAIN = '@newsroom.example';

const isPlaceholder = ({ from_address }: Newsletter): boolean => from_address.endsWith(PLACEHOLDER_DOMAIN);

async function hasSent({ db }: Web): Promise<boolean> {
  const sent = await db
    .selectFrom('editions')
    .select('id')
    .where('state', 'in', [...CARRYING])
    .where('is_rehearsal', '=', false)
    .limit(1)
    .executeTakeFirst();
  return sent !== undefined;
}

async function hasReadOutlet({ db }: Web, newsletterId: number): Promise<boolean> {
  const read = await db
    .selectFrom('outlets')
    .select('id')
    .where('newsletter_id', '=', newsletterId)
    .where('last_success_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return read !== undefined;
}

async function isSenderSound(web: Web, newsletter: Newsletter): Promise<boolean> {
  if (web.config.relays.length === 0) return false;
  const last = await loadLastCheck(web, preflightOf(newsletter), Preflight);
  return last?.result?.findings.every(({ outcome }) => outcome !== 'fail') ?? false;
}

function latestEdition({ db }: Web, newsletterId: number): Promise<{ id: number } | undefined> {
  return (
    db
      .selectFrom('editions')
      .select('id')
      .where('newsletter_id', '=', newsletterId)
      .where('composed_at', 'is not', null)
      // A draft without stories is no edition that one can read as a test copy.
      .where(({ exists, selectFrom }) =>
        exists(selectFrom('edition_stories').select('edition_id').whereRef('edition_id', '=', 'editions.id')),
      )
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
  );
}

async function hasTestCopy({ db }: Web): Promise<boolean> {
  const copy = await db
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', 'test')
    .where('state', '=', 'submitted')
    .limit(1)
    .executeTakeFirst();
  return copy !== undefined;
}

async function listSteps(web: Web, newsletter: Newsletter | null): Promise<Step[]> {
  const own = newsletter && !isPlaceholder(newsletter) ? newsletter : null;
  const [isRead, isSound, edition, isTested] = await Promise.all([
    own ? hasReadOutlet(web, own.id) : false,
    own ? isSenderSound(web, own) : false,
    own ? latestEdition(web, own.id) : undefined,
    hasTestCopy(web),
  ]);
  const at = (path: string): string | null => (own ? path : null);
  const noRelay = web.config.relays.length === 0;
  return [
    {
      title: 'The newsletter',
      text: 'Its name, its From address, its time zone and its hour.',
      isDone: own !== null,
      label: own ? 'Settings' : 'Name the newsletter',
      path: newsletter ? `/desk/newsletters/${newsletter.slug}/settings` : '/desk/newsletters/new',
    },
    {
      title: 'Outlets',
      text: 'Where the stories come from: your own site first, then others. The address of the home page is enough.',
      isDone: isRead,
      label: isRead ? 'Outlets' : 'Add an outlet',
      path: at('/desk/outlets'),
    },
    {
      title: 'Who sends it',
      text: 'Legal name, postal address and privacy policy, for the end of each mail. Nothing leaves without them.',
      isDone: own !== null && findMissingIdentity(own).length === 0,
      label: 'Name the sender',
      path: own ? `/desk/newsletters/${own.slug}/settings#legalName` : null,
    },
    {
      title: 'Relay and DNS',
      text: noRelay
        ? 'SMTP_URL is not set: mail goes to the built-in inbox. Set it, and check the relay and the DNS records.'
        : 'The DNS records that mailboxes ask for, and a check that they are published.',
      isDone: isSound,
      label: 'Relays and DNS',
      path: at('/desk/sending'),
    },
    {
      title: 'The first edition',
      text: 'Reveille reads the outlets, groups and ranks the stories, and makes a draft. Nothing is sent.',
      isDone: edition !== undefined,
      label: edition ? 'The edition' : 'Current stories',
      path: edition ? `/desk/editions/${edition.id}` : isRead && own ? `/desk/newsletters/${own.slug}/stories` : null,
    },
    {
      title: 'A test copy',
      text: 'Send the edition to yourself, and read it on your phone.',
      isDone: edition !== undefined && isTested,
      label: 'Send a test copy',
      path: edition ? `/desk/editions/${edition.id}` : null,
    },
  ];
}

/** What the first run shows: the steps, and the newsletter that can be composed now. */
export type FirstRun = { steps: Step[]; composes: string | null };

/**
 * The steps of an owner whose desk has sent nothing to readers yet. Null for others, for the sample newsroom, and once all
 * steps are done or an edition was sent.
 */
export async function loadFirstRun(web: Web, staff: Staff): Promise<FirstRun | null> {
  if (!may(staff, 'GET /desk/newsletters/new')) return null;
  const newsletters = await listNewsletters(web);
  if (newsletters.some(({ is_sample }) => is_sample) || (await hasSent(web))) return null;
  const newsletter = newsletters.find((each) => !isPlaceholder(each)) ?? newsletters[0] ?? null;
  const steps = await listSteps(web, newsletter);
  if (steps.every(({ isDone }) => isDone)) return null;
  const [, outlets, , , edition] = steps;
  return { steps, composes: newsletter && outlets!.isDone && !edition!.isDone ? newsletter.slug : null };
}
