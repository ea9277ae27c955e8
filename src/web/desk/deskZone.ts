import type { Web } from '../web.ts';

/** The time zone for what belongs to no newsletter: that of the oldest newsletter, or UTC. */
export async function deskZone({ db }: Pick<Web, 'db'>): Promise<string> {
  const row = await db.selectFrom('newsletters').select('zone').orderBy('id').limit(1).executeTakeFirst();
  return row?.zone ?? 'UTC';
}
