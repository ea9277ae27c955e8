import { sql } from 'kysely';
import { ReveilleError } from '../domain/errors.ts';
import { RETENTION, type RetentionName, type RetentionRule, type SettableName } from '../domain/retention.ts';
import { recordAudit } from './audit.ts';
import type { Db } from './db/client.ts';

/** For how many days each settable rule keeps its rows. */
export type KeptDays = Readonly<Record<SettableName, number>>;

/** Rules by name, without the types of the single rules. */
export const RULES: readonly (readonly [RetentionName, RetentionRule])[] = Object.entries(RETENTION) as [
  RetentionName,
  RetentionRule,
][];

const OLDER_KEYS: Partial<Record<SettableName, string>> = { 'network-addresses': 'network_address_days' };
const keyOf = (name: SettableName): string => OLDER_KEYS[name] ?? `retention.${name}`;

/** The names of the rules that can be set, in the order of the table. */
export const SETTABLE: readonly SettableName[] = RULES.filter(([, { kept }]) => kept.kind === 'days').map(
  ([name]) => name as SettableName,
);

export function isSettable(name: string): name is SettableName {
  return (SETTABLE as readonly string[]).includes(name);
}

/** The days of every settable rule: as set, else the default. A value that is out of bounds counts as not set. */
export async function loadKeptDays({ db }: { db: Db }): Promise<KeptDays> {
  const rows = await db
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'in', SETTABLE.map(keyOf))
    .execute();
  const daysOf = (name: SettableName): number => {
    const { days, least, most } = RETENTION[name].kept;
    const set = rows.find(({ key }) => key === keyOf(name))?.value;
    return typeof set === 'number' && set >= least && set <= most ? set : days;
  };
  return Object.fromEntries(SETTABLE.map((name) => [name, daysOf(name)])) as KeptDays;
}

/** What is wrong with the days of a rule, as a sentence. Null if they can be set. */
export function findDaysFault(name: SettableName, days: number): string | null {
  const { title, kept } = RETENTION[name];
  if (Number.isInteger(days) && days >= kept.least && days <= kept.most) return null;
  return `${title} can be kept for ${kept.least} to ${kept.most} days, as a whole number.`;
}

/** Sets the days of some rules, all or none. Throws INVALID_INPUT for days out of bounds. */
export async function saveKeptDays(
  { db }: { db: Db },
  set: Partial<Record<SettableName, number>>,
  actor: string,
): Promise<void> {
  const changes = Object.entries(set) as [SettableName, number][];
  for (const [name, days] of changes) {
    const fault = findDaysFault(name, days);
    if (fault !== null) throw new ReveilleError('INVALID_INPUT', fault);
  }
  await db.transaction().execute(async (tx) => {
    const before = await loadKeptDays({ db: tx });
    for (const [name, days] of changes)
      await sql`
        insert into settings (key, value) values (${keyOf(name)}, ${JSON.stringify(days)}::jsonb)
        on conflict (key) do update set value = excluded.value`.execute(tx);
    const changed = changes.filter(([name, days]) => before[name] !== days);
    const detail = Object.fromEntries(changed);
    if (changed.length > 0) await recordAudit(tx, { actor, action: 'retention', detail });
  });
}

/** The instant so many days before `now`. */
export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000);
