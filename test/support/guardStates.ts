import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';
import { DELIVERY_TRANSITIONS, EDITION_TRANSITIONS, SUBSCRIPTION_TRANSITIONS } from '../../src/domain/states.ts';

/**
 * Makes a test's database refuse a change of state that the tables of src/domain/states.ts do not allow. A row may keep
 * its state. For tests that run the product's own changes; fixtures that set a state at will do without.
 */
export async function guardStates(db: Db): Promise<void> {
  await guard(db, 'editions', 'state', EDITION_TRANSITIONS);
  await guard(db, 'deliveries', 'state', DELIVERY_TRANSITIONS);
  await guard(db, 'subscriptions', 'status', SUBSCRIPTION_TRANSITIONS);
}

async function guard(
  db: Db,
  table: string,
  column: string,
  transitions: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const legal = JSON.stringify(transitions).replaceAll("'", "''");
  await sql
    .raw(
      `create function guard_${table}() returns trigger language plpgsql as $$
       begin
         if not '${legal}'::jsonb -> old.${column} ? new.${column} then
           raise exception 'illegal change of ${table}.${column} from % to %', old.${column}, new.${column};
         end if;
         return new;
       end $$`,
    )
    .execute(db);
  await sql
    .raw(
      `create trigger guard_${table} before update on ${table} for each row
       when (old.${column} is distinct from new.${column}) execute function guard_${table}()`,
    )
    .execute(db);
}
