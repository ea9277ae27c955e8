import { sql } from 'kysely';
import { mailAlert, type AlertLetter } from '../../deliver/deliver.ts';
import { ALERT_TITLES, MINUTE_MS, type AlertKind, type FindDeps } from './condition.ts';
import { postEvent, type AlertEvent } from './webhook.ts';

type Due = {
  id: string;
  kind: AlertKind;
  text: string;
  openedAt: Date;
  isOver: boolean;
  notices: number;
  attempts: number;
  newsletterId: number | null;
  slug: string | null;
  name: string | null;
  editionId: number | null;
};

const HOUR_MS = 60 * MINUTE_MS;
/** Figures about a past send cannot be mended, and what has days or weeks is no news after an hour: once a day. */
const REPEAT_MS: Partial<Record<AlertKind, number>> = {
  complaints: 24 * HOUR_MS,
  bounces: 24 * HOUR_MS,
  backup_old: 24 * HOUR_MS,
  certificate_ending: 24 * HOUR_MS,
};
/** Tries of a notice that reached nobody. Each try signs in at a relay, so they are few. */
const RETRY_MS = [1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS);
const MOST_AT_ONCE = 20;

/** Claims one notice that is due, for longer than it takes to send. The row decides between several processes. */
async function claimNotice({ db, now }: FindDeps): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    with due as (
      select id from alerts
      where next_send_at <= ${now()} and (claimed_until is null or claimed_until < now())
      order by next_send_at limit 1 for update skip locked
    ), claimed as (
      update alerts a set claimed_until = now() + interval '3 minutes', attempts = attempts + 1
      from due where a.id = due.id returning a.*
    )
    select c.id, c.kind, c.text, c.opened_at as "openedAt", c.closed_at is not null as "isOver", c.notices, c.attempts,
           c.newsletter_id as "newsletterId", n.slug, n.name, c.edition_id as "editionId"
    from claimed c left join newsletters n on n.id = c.newsletter_id`.execute(db);
  return rows[0];
}

function letterOf({ config }: FindDeps, due: Due, notes: readonly string[]): AlertLetter {
  const { kind, name, newsletterId, editionId, openedAt, isOver, notices } = due;
  const prefix = isOver ? 'Over: ' : notices > 0 ? 'Still: ' : '';
  const since = openedAt.toISOString();
  const lines = [
    isOver ? `This is over. It had been reported since ${since}:` : due.text,
    isOver
      ? due.text
      : `Since ${since}. It is reported ${REPEAT_MS[kind] ? 'once a day' : 'every hour'} until it is over.`,
    ...(editionId === null ? [] : [`${config.publicUrl}/desk/editions/${editionId}`]),
    ...notes,
  ];
  return { newsletterId, subject: `${prefix}${ALERT_TITLES[kind]}${name === null ? '' : `: ${name}`}`, lines };
}

function eventOf(due: Due, now: Date, notes: readonly string[]): AlertEvent {
  const { id, kind, isOver, slug, editionId, text } = due;
  return {
    id,
    at: now.toISOString(),
    kind,
    state: isOver ? 'over' : 'open',
    newsletter: slug,
    edition: editionId,
    text: [text, ...notes].join(' '),
  };
}

/**
 * Sends one notice by mail and by the webhook. A way that fails is named in the notice of the other. Returns true if it
 * reached somebody.
 */
async function send(deps: FindDeps, due: Due): Promise<boolean> {
  const { alerts } = deps.config;
  const mailed = alerts.to.length > 0 ? await mailAlert(deps, letterOf(deps, due, [])) : null;
  const notes = mailed?.failed
    ? [`The mail reached ${mailed.sent} of ${alerts.to.length} addresses of ALERT_TO: ${mailed.failed}`]
    : [];
  if (notes[0]) deps.log.error({ alert: due.kind, reason: mailed?.failed }, 'an alert could not be mailed');
  if (alerts.webhook === null) return mailed !== null && mailed.sent > 0;
  const messageId = `${due.id}_${due.isOver ? 'over' : 'open'}_${due.notices + 1}`;
  const posted = await postEvent(alerts.webhook, eventOf(due, deps.now(), notes), { messageId, now: deps.now() });
  if (posted.isDone) return true;
  deps.log.error({ alert: due.kind, reason: posted.reason }, 'an alert could not be posted to the webhook');
  if (!mailed || mailed.sent === 0) return false;
  // The mail has gone without this. Once for each alert is enough.
  const note = `The webhook of ALERT_WEBHOOK_URL did not take this alert: ${posted.reason}`;
  if (due.notices === 0) await mailAlert(deps, letterOf(deps, due, [note]));
  return true;
}

async function recordSent({ db, now }: FindDeps, { id, kind, isOver }: Due): Promise<void> {
  const next = new Date(now().getTime() + (REPEAT_MS[kind] ?? HOUR_MS));
  await sql`
    update alerts
    set notices = notices + 1, attempts = 0, last_sent_at = ${now()}, claimed_until = null,
        -- closed while its notice was on its way: the all-clear follows
        next_send_at = case when ${isOver} then null when closed_at is null then ${next}::timestamptz else ${now()}::timestamptz end
    where id = ${id}`.execute(db);
}

async function recordFailed({ db, now }: FindDeps, { id, attempts, isOver }: Due): Promise<void> {
  const next = new Date(now().getTime() + (RETRY_MS[attempts - 1] ?? HOUR_MS));
  await sql`
    update alerts
    set claimed_until = null,
        next_send_at = case
          -- nobody knows of it, or its all-clear is no longer news
          when closed_at is not null and (notices = 0 or ${isOver} and closed_at < ${now()}::timestamptz - interval '1 day')
            then null
          else ${next}::timestamptz end
    where id = ${id}`.execute(db);
}

/**
 * Sends the notices that are due: of a new alert at once, then hourly while it is open, and an all-clear. A process that
 * ends while it sends leaves the notice to another after three minutes, under the same webhook-id.
 */
export async function sendNotices(deps: FindDeps): Promise<void> {
  for (let round = 0; round < MOST_AT_ONCE; round++) {
    const due = await claimNotice(deps);
    if (!due) return;
    if (await send(deps, due)) await recordSent(deps, due);
    else await recordFailed(deps, due);
  }
}
