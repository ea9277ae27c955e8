import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { VOTE_ANSWERS, type VoteAnswer, type Votes } from '../domain/votes.ts';

/** Counts one answer about an edition. Who gave it is not stored. */
export async function addVote({ db }: { db: Db }, editionId: number, answer: VoteAnswer): Promise<void> {
  await sql`
    insert into edition_votes as v (edition_id, answer, votes) values (${editionId}, ${answer}, 1)
    on conflict (edition_id, answer) do update set votes = v.votes + 1`.execute(db);
}

/** How often each answer was given about an edition. */
export async function loadVotes({ db }: { db: Db }, editionId: number): Promise<Votes> {
  const rows = await db.selectFrom('edition_votes').selectAll().where('edition_id', '=', editionId).execute();
  const votes = new Map(rows.map((row) => [row.answer, row.votes]));
  return Object.fromEntries(VOTE_ANSWERS.map((answer) => [answer, votes.get(answer) ?? 0])) as Votes;
}
