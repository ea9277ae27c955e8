import type { SentForm } from './readSent.ts';
import { pageOf } from '../matchRoute.ts';
import type { Staff, Web } from '../../web.ts';

/** Forms that one session keeps; older ones are dropped. */
const MAX_KEPT = 20;

/** Stores a form for a session, until the session ends. Returns the path of the form's page with that form filled. */
export async function keepForm(
  { db, now }: Pick<Web, 'db' | 'now'>,
  sessionId: number,
  form: SentForm,
): Promise<string> {
  const { id } = await db
    .insertInto('kept_forms')
    .values({
      session_id: sessionId,
      path: form.path,
      fields: JSON.stringify(form.fields),
      had_files: form.hadFiles,
      created_at: now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('kept_forms')
    .where('session_id', '=', sessionId)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('kept_forms')
        .select('id')
        .where('session_id', '=', sessionId)
        .orderBy('id', 'desc')
        .limit(MAX_KEPT),
    )
    .execute();
  return `${pageOf(form.path.split('?')[0]!)}?kept=${id}`;
}

/** A form that this session keeps, or null. */
export async function findKept({ db }: Pick<Web, 'db'>, { sessionId }: Staff, id: number): Promise<SentForm | null> {
  const row = await db
    .selectFrom('kept_forms')
    .select(['path', 'fields', 'had_files as hadFiles'])
    .where('id', '=', id)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row ?? null;
}
