import { recordAudit } from '../../platform/audit.ts';
import type { Db } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { RIGHTS } from '../../domain/story.ts';
import type { Grants } from './grants.ts';

/**
 * The recorded terms of an outlet. Missing values stay. `name`: as readers see it. `isOwn`: the paper's own, which grants
 * all rights. `authority`: 1 is usual. `section`: for stories without one of their own.
 */
export type OutletTerms = Partial<Grants> & {
  name?: string;
  isOwn?: boolean;
  authority?: number;
  section?: string | null;
};

/** Records an outlet's name, rights, authority and section. Throws NOT_FOUND, INVALID_INPUT. */
export async function setOutletTerms(
  { db }: { db: Db },
  outletId: number,
  { name, isOwn, rights, barred, notIn, isCreditMandatory, until, authority, section }: OutletTerms,
  actor: string,
): Promise<void> {
  if (authority !== undefined && !(authority >= 0 && authority <= 5))
    throw new ReveilleError('INVALID_INPUT', 'An outlet’s authority is a number from 0 to 5 (usually 1).');
  const given = {
    ...(name === undefined ? {} : { name }),
    ...(isOwn === undefined ? {} : { is_own: isOwn }),
    ...(isOwn ? { rights: [...RIGHTS] } : rights === undefined ? {} : { rights }),
    ...(barred === undefined ? {} : { barred }),
    ...(notIn === undefined ? {} : { not_in: notIn }),
    ...(isCreditMandatory === undefined ? {} : { credit_mandatory: isCreditMandatory }),
    ...(until === undefined ? {} : { rights_until: until }),
    ...(authority === undefined ? {} : { authority }),
    ...(section === undefined ? {} : { section }),
  };
  if (Object.keys(given).length === 0) return;
  const outlet = await db
    .updateTable('outlets')
    .set(given)
    .where('id', '=', outletId)
    .returning('newsletter_id')
    .executeTakeFirst();
  if (!outlet) throw new ReveilleError('NOT_FOUND', `There is no outlet ${outletId}.`);
  const detail = { outletId, settings: Object.keys(given) };
  await recordAudit(db, { actor, action: 'outlet.set', newsletterId: outlet.newsletter_id, detail });
}
