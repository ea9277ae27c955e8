import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { triggerSend } from '../../src/editions/control.ts';
import type { Bench } from './bench.ts';
import { costsBetween, readCosts, type Costs } from './costs.ts';

type SendFigures = {
  messages: number;
  /** From the trigger to the last answer. */
  seconds: number;
  perSecond: number;
  /** From the trigger until the first message's last byte may go. */
  firstAfterMs: number;
  /** From the trigger until the audience is complete. */
  frozenAfterMs: number;
  /** CPU of the mailers, in milliseconds a message. */
  cpuMs: number;
  /** CPU of each part, in milliseconds a message. */
  costs: Costs;
};

/** Triggers the send of an edition like the desk, waits until it is over, and returns its speed. */
export async function sendOnce(
  { db, queues, parts }: Pick<Bench, 'db' | 'queues' | 'parts'>,
  editionId: number,
): Promise<SendFigures> {
  const before = readCosts(parts());
  const triggeredAt = new Date();
  // Its relays are on this machine.
  const deps = { db, queues, now: () => new Date(), config: { relays: [] } };
  await triggerSend(deps, { editionId, actor: 'benchmark', isRehearsal: false });
  let finishedAt: Date | null = null;
  while (!finishedAt) {
    await sleep(250);
    const edition = await db
      .selectFrom('editions')
      .select(['state', 'finished_at', 'flag', 'flag_detail'])
      .where('id', '=', editionId)
      .executeTakeFirstOrThrow();
    if (!['preparing', 'submitting', 'submitted'].includes(edition.state) || edition.flag)
      throw new Error(`edition ${editionId} is ${edition.state}: ${edition.flag} ${edition.flag_detail}`);
    finishedAt = edition.finished_at;
  }
  const after = readCosts(parts());
  const { rows } = await sql<{ messages: number; first: Date; frozen: Date }>`
    select count(*) filter (where state = 'submitted') as messages, min(data_at) as first,
           (select coalesce(frozen_at, started_at) from editions where id = ${editionId}) as frozen
    from deliveries where edition_id = ${editionId}`.execute(db);
  const { messages, first, frozen } = rows[0]!;
  const seconds = (finishedAt.getTime() - triggeredAt.getTime()) / 1000;
  const costs = costsBetween(before, after, messages);
  return {
    messages,
    seconds,
    perSecond: messages / seconds,
    firstAfterMs: first.getTime() - triggeredAt.getTime(),
    frozenAfterMs: frozen.getTime() - triggeredAt.getTime(),
    cpuMs: costs.mailer + costs.threads,
    costs,
  };
}
