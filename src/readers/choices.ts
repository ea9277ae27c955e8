import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import { DIGEST_FORMATS, FREQUENCIES, type DigestFormat, type Frequency } from '../domain/choices.ts';
import { readZone } from '../domain/zones.ts';
import { ReveilleError } from '../domain/errors.ts';
import { dateIn, isDay } from '../domain/due.ts';
import { LANGUAGES } from '../language/catalogues.ts';
import { lockSubscriber, recordConsent, type Evidence } from './consent.ts';
import { isTime } from '../domain/hours.ts';
import { cleanFirstName } from './names.ts';
import { UNDO_MS } from './undo.ts';

type Deps = { db: Db; now: () => Date };

/** A reader's choices for one newsletter. */
export type Choices = {
  frequency: Frequency;
  format: DigestFormat;
  /** Editions of earlier dates (YYYY-MM-DD) are not sent. Null: not paused. */
  pausedUntil: string | null;
  /** The reader's own hour (HH:MM). Null: the newsletter's. */
  sendAt: string | null;
  /** The reader's own zone (IANA). Null: the newsletter's. */
  zone: string | null;
};

/** A reader's choices for all newsletters. `language` null: each newsletter's own. */
type Profile = { firstName: string; language: string | null };

/** The longest pause. A reader who wants a longer one can unsubscribe and sign up again. */
export const MAX_PAUSE_DAYS = 366;

/** The first and last day (YYYY-MM-DD) until which mail can be paused, in `zone`. */
export function pauseRange(zone: string, now: Date): { first: string; last: string } {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  return { first: today.add({ days: 1 }).toString(), last: today.add({ days: MAX_PAUSE_DAYS }).toString() };
}

const refuse = (message: string): never => {
  throw new ReveilleError('INVALID_INPUT', message);
};

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}

/**
 * Parses choices from the text of a form or a command. An empty hour, zone or pause means none of the reader's own.
 * Absent keys stay absent. Throws INVALID_INPUT with a sentence.
 */
export function parseChoices(
  given: Partial<Record<keyof Choices, string>>,
  { zone, now }: { zone: string; now: Date },
): Partial<Choices> {
  const { frequency, format, pausedUntil, sendAt, zone: own } = given;
  const choices: Partial<Choices> = {};
  if (frequency !== undefined)
    choices.frequency = isOneOf(FREQUENCIES, frequency)
      ? frequency
      : refuse(`Choose one of ${FREQUENCIES.join(', ')}.`);
  if (format !== undefined)
    choices.format = isOneOf(DIGEST_FORMATS, format) ? format : refuse(`Choose one of ${DIGEST_FORMATS.join(', ')}.`);
  // Some browsers add seconds.
  const time = sendAt?.slice(0, 5);
  if (time) choices.sendAt = isTime(time) ? time : refuse(`${time} is not a time such as 05:30.`);
  else if (time === '') choices.sendAt = null;
  if (own) choices.zone = readZone(own) ?? refuse('This is not a time zone such as Asia/Tokyo.');
  else if (own === '') choices.zone = null;
  if (pausedUntil === '') choices.pausedUntil = null;
  else if (pausedUntil !== undefined) {
    const { first, last } = pauseRange(zone, now);
    if (!isDay(pausedUntil) || pausedUntil < first || pausedUntil > last)
      refuse(`A pause must end on a day from ${first} to ${last}.`);
    choices.pausedUntil = pausedUntil;
  }
  return choices;
}

async function loadChoices(tx: Db, subscriberId: number, newsletterId: number): Promise<Choices | null> {
  const { rows } = await sql<Choices>`
    select frequency, format, paused_until as "pausedUntil", left(send_at::text, 5) as "sendAt", zone
    from subscriptions where subscriber_id = ${subscriberId} and newsletter_id = ${newsletterId}
    for update`.execute(tx);
  return rows[0] ?? null;
}

async function saveChoices(tx: Db, subscriberId: number, newsletterId: number, choices: Choices): Promise<void> {
  const { frequency, format, pausedUntil, sendAt, zone } = choices;
  await tx
    .updateTable('subscriptions')
    .set({ frequency, format, paused_until: pausedUntil, send_at: sendAt, zone })
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .execute();
}

function differences<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } | null {
  const changed = (Object.keys(after) as (keyof T)[]).filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return null;
  const pick = (of: T): Partial<T> => Object.fromEntries(changed.map((key) => [key, of[key]])) as Partial<T>;
  return { before: pick(before), after: pick(after) };
}

const notSubscribed = (): ReveilleError =>
  new ReveilleError('NOT_FOUND', 'There is no subscription to the newsletter.');

/**
 * Changes a reader's choices for one newsletter and records the change. Absent keys stay as they are. A new hour
 * applies
 * from the next edition whose wave has not started; no edition is sent twice or missed because of it. A pause and a
 * frequency apply at once, also in a running send. The result's `choices` are the current ones. Throws NOT_FOUND.
 */
export async function changeChoices(
  { db, now }: Deps,
  { subscriberId, newsletterId, choices }: { subscriberId: number; newsletterId: number; choices: Partial<Choices> },
  evidence: Evidence,
): Promise<{ choices: Choices; hasChanged: boolean }> {
  return db.transaction().execute(async (tx) => {
    if (!(await lockSubscriber(tx, subscriberId))) throw notSubscribed();
    const before = await loadChoices(tx, subscriberId, newsletterId);
    if (!before) throw notSubscribed();
    const after = { ...before, ...choices };
    const detail = differences(before, after);
    if (!detail) return { choices: before, hasChanged: false };
    await saveChoices(tx, subscriberId, newsletterId, after);
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'changed', at: now(), evidence, detail });
    return { choices: after, hasChanged: true };
  });
}

type Change = {
  at: Date;
  detail: { before?: Partial<Choices>; after?: Partial<Choices>; undoes?: number };
  id: number;
};

async function lastChange(tx: Tx, subscriberId: number, newsletterId: number): Promise<Change | null> {
  const { rows } = await sql<Change>`
    select id, at, detail from consent_events
    where subscriber_id = ${subscriberId} and newsletter_id = ${newsletterId} and kind = 'changed'
    order by id desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Undoes the last change of a reader's choices within 24 hours, and restores exactly what it changed. A second call
 * changes nothing. Throws TOKEN_EXPIRED if there is nothing to undo.
 */
export async function undoChoices(
  { db, now }: Deps,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  evidence: Evidence,
): Promise<Choices> {
  const at = now();
  return db.transaction().execute(async (tx) => {
    const tooLate = new ReveilleError('TOKEN_EXPIRED', 'This can no longer be undone.');
    if (!(await lockSubscriber(tx, subscriberId))) throw tooLate;
    const current = await loadChoices(tx, subscriberId, newsletterId);
    const change = await lastChange(tx, subscriberId, newsletterId);
    if (!current || !change) throw tooLate;
    if (change.detail.undoes !== undefined) return current;
    if (at.getTime() - change.at.getTime() > UNDO_MS) throw tooLate;
    const restored = { ...current, ...change.detail.before };
    await saveChoices(tx, subscriberId, newsletterId, restored);
    const detail = { ...differences(current, restored), undoes: change.id };
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'changed', at, evidence, detail });
    return restored;
  });
}

/** Parses a reader's language from a form or a command. '' means each newsletter's own. Throws INVALID_INPUT. */
export function parseLanguage(language: string): string | null {
  if (language === '') return null;
  return LANGUAGES.includes(language)
    ? language
    : refuse(`Mails and pages are available only in ${LANGUAGES.join(', ')}.`);
}

/**
 * Changes a reader's choices for all newsletters and records the change. False if nothing changed. Throws NOT_FOUND.
 */
export async function changeProfile(
  { db, now }: Deps,
  { subscriberId, profile }: { subscriberId: number; profile: Partial<Profile> },
  evidence: Evidence,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Profile>`
      select first_name as "firstName", language from subscribers where id = ${subscriberId}
      for no key update`.execute(tx);
    const before = rows[0];
    if (!before) throw new ReveilleError('NOT_FOUND', 'There is no such reader.');
    const firstName = profile.firstName === undefined ? before.firstName : cleanFirstName(profile.firstName);
    const after = { ...before, ...profile, firstName };
    const detail = differences(before, after);
    if (!detail) return false;
    await tx
      .updateTable('subscribers')
      .set({ first_name: after.firstName, language: after.language })
      .where('id', '=', subscriberId)
      .execute();
    await recordConsent(tx, { subscriberId, newsletterId: null, kind: 'changed', at: now(), evidence, detail });
    return true;
  });
}
