import { sql } from 'kysely';
import type { Approval } from '../../../domain/approval.ts';
import { DROPPED, ENDED, isAnyOf, OPEN, SENDING, type EditionState } from '../../../domain/states.ts';
import { loadApproval } from '../../../editions/approval.ts';
import { listOverdue } from '../../../editions/load.ts';
import { MINUTE_MS, type Condition, type FindDeps, type Finder } from '../condition.ts';

type Row = {
  id: number;
  newsletterId: number;
  name: string;
  date: string;
  kind: string;
  state: EditionState;
  flag: string | null;
  detail: string | null;
  dueAt: Date | null;
  composedAt: Date | null;
  approval: Approval;
};

/** A person has this long to approve an edition, and to mend one that is held back. */
const LEAD_MS = 30 * MINUTE_MS;
// Schedulers look once a second, and rendering takes seconds.
const START_MS = 2 * MINUTE_MS;

/**
 * Editions of three days that are not done, as long as `/readyz` reports them, and for three hours those that ended
 * without some readers.
 */
async function listWatched({ db }: FindDeps, now: Date): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select e.id, e.newsletter_id as "newsletterId", n.name, e.date, e.kind, e.state, e.flag, e.flag_detail as detail,
           e.due_at as "dueAt", e.composed_at as "composedAt", n.approval
    from editions e join newsletters n on n.id = e.newsletter_id
    where coalesce(e.due_at, e.started_at, e.created_at) > ${now}::timestamptz - interval '3 days'
      and (not e.state = any(${ENDED}::text[])
           or (e.state = 'submitted' and e.flag = 'late' and e.finished_at > ${now}::timestamptz - interval '3 hours'))
    order by e.id`.execute(db);
  return rows;
}

const nameOf = ({ id, name, date, kind }: Row): string =>
  `${name}, ${kind === 'daily' ? '' : `${kind} `}edition ${id} of ${date}`;

/** Its own trouble, the worst first. Null: none. */
function troubleOf(row: Row, now: Date, isOverdue: boolean): Pick<Condition, 'kind' | 'about' | 'text'> | null {
  const { id, state, flag, dueAt } = row;
  const detail = row.detail ? ` ${row.detail}` : '';
  const untilMs = dueAt === null ? Infinity : dueAt.getTime() - now.getTime();
  if (isAnyOf(DROPPED, state))
    return { kind: 'failed', about: id, text: `${nameOf(row)}: it failed, and no reader got it.${detail}` };
  if (state === 'paused')
    return { kind: 'paused', about: id, text: `${nameOf(row)}: it is paused, and readers wait.${detail}` };
  const hour = dueAt ? ` Its hour is ${dueAt.toISOString()}.` : '';
  if (isAnyOf(OPEN, state)) {
    if (untilMs > LEAD_MS) return null;
    if (flag === 'overdue') return { kind: 'late', about: id, text: `${nameOf(row)}: it is overdue.${detail}` };
    if (flag !== null)
      return {
        kind: 'held',
        about: `${id}:${flag}`,
        text: `${nameOf(row)}: it is held back (${flag}).${detail}${hour}`,
      };
    if (untilMs > -START_MS) return null;
    const why = row.composedAt ? '' : ' It is not composed yet.';
    return { kind: 'not_started', about: id, text: `${nameOf(row)}: its send has not started.${why}${hour}` };
  }
  if (state === 'preparing' && untilMs < -START_MS)
    return { kind: 'not_started', about: id, text: `${nameOf(row)}: it is still being prepared.${detail}${hour}` };
  if (state === 'submitted')
    return { kind: 'late', about: id, text: `${nameOf(row)}: it ended, and was too late for some readers.${detail}` };
  if (isAnyOf(SENDING, state) && (isOverdue || flag === 'late' || flag === 'overdue'))
    return { kind: 'late', about: id, text: `${nameOf(row)}: it is late for some or all readers.${detail}${hour}` };
  return null;
}

const isNear = ({ dueAt, composedAt, state }: Row, now: Date): boolean =>
  isAnyOf(OPEN, state) && composedAt !== null && dueAt !== null && dueAt.getTime() - now.getTime() <= LEAD_MS;

async function approvalOf({ db }: FindDeps, row: Row, now: Date): Promise<Condition | null> {
  // After its hour it is sent, cancelled or flagged, by the newsletter's policy.
  if (row.approval === 'none' || !isNear(row, now) || row.flag === 'unapproved') return null;
  if ((await loadApproval(db, row.id))?.isApproved !== false) return null;
  const text = `${nameOf(row)}: nobody has approved it yet. Its hour is ${row.dueAt?.toISOString()}.`;
  return { kind: 'approval_missing', about: row.id, text };
}

/** Editions that are not approved half an hour before their hour, or whose send does not go as planned. */
export const editionFinder: Finder = {
  kinds: ['approval_missing', 'paused', 'not_started', 'failed', 'late', 'held'],
  find: async (deps) => {
    const now = deps.now();
    const overdue = new Set((await listOverdue(deps, now)).map(({ id }) => id));
    const found: Condition[] = [];
    for (const row of await listWatched(deps, now)) {
      const trouble = troubleOf(row, now, overdue.has(row.id));
      const whose = { newsletterId: row.newsletterId, editionId: row.id };
      const unapproved = await approvalOf(deps, row, now);
      if (unapproved) found.push({ ...unapproved, ...whose });
      if (trouble) found.push({ ...trouble, ...whose });
    }
    return found;
  },
};
