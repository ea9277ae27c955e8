import { recordAudit } from '../../platform/audit.ts';
import type { Db } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Grants } from './grants.ts';

/** The rights of an agency. `key`: its name in the form for comparison. */
export type AgencyGrants = Grants & { key: string; name: string };

// The abbreviations of agencies in credits.
const ALIASES: Readonly<Record<string, string>> = {
  ap: 'associated press',
  afp: 'agence france presse',
  dpa: 'deutsche presse agentur',
  epa: 'european pressphoto agency',
  tns: 'tribune news service',
  upi: 'united press international',
};

/** A name for comparison: lower-case words with abbreviations expanded. */
export function agencyKey(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const key = words.filter((word, at) => !(at === 0 && word === 'the')).join(' ');
  return ALIASES[key] ?? key;
}

/** The words of a credit, with a space on either side, for the search for agency keys. */
export function creditWords(text: string | null): string {
  const words = text?.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.map((word) => ALIASES[word] ?? word).join(' ')} `;
}

/** True if a credit, an agency line or a copyright line names the agency. */
export function namesAgency(text: string | null, { key }: Pick<AgencyGrants, 'key'>): boolean {
  return creditWords(text).includes(` ${key} `);
}

/** The agencies with recorded rights in a newsletter. */
export async function listAgencies({ db }: { db: Db }, newsletterId: number): Promise<AgencyGrants[]> {
  const rows = await db
    .selectFrom('agency_rights')
    .selectAll()
    .where('newsletter_id', '=', newsletterId)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    key: row.agency_key,
    name: row.name,
    rights: row.rights,
    barred: row.barred,
    notIn: row.not_in,
    isCreditMandatory: row.credit_mandatory,
    until: row.rights_until,
  }));
}

/** Records the rights of an agency, by which its name is found in credits. Missing values stay. Throws INVALID_INPUT. */
export async function setAgency(
  { db }: { db: Db },
  newsletterId: number,
  { name, terms, actor }: { name: string; terms: Partial<Grants>; actor: string },
): Promise<void> {
  const { rights, barred, notIn, isCreditMandatory, until } = terms;
  const key = agencyKey(name);
  if (key === '') throw new ReveilleError('INVALID_INPUT', 'An agency needs a name.');
  const given = {
    name: name.trim(),
    ...(rights === undefined ? {} : { rights }),
    ...(barred === undefined ? {} : { barred }),
    ...(notIn === undefined ? {} : { not_in: notIn }),
    ...(isCreditMandatory === undefined ? {} : { credit_mandatory: isCreditMandatory }),
    ...(until === undefined ? {} : { rights_until: until }),
  };
  await db
    .insertInto('agency_rights')
    .values({ newsletter_id: newsletterId, agency_key: key, ...given })
    .onConflict((conflict) => conflict.columns(['newsletter_id', 'agency_key']).doUpdateSet(given))
    .execute();
  const detail = { agency: given.name, settings: Object.keys(given).filter((column) => column !== 'name') };
  await recordAudit(db, { actor, action: 'agency.set', newsletterId, detail });
}

/** Deletes the recorded rights of an agency. Throws NOT_FOUND. */
export async function removeAgency(
  { db }: { db: Db },
  newsletterId: number,
  { name, actor }: { name: string; actor: string },
): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('agency_rights')
    .where('newsletter_id', '=', newsletterId)
    .where('agency_key', '=', agencyKey(name))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new ReveilleError('NOT_FOUND', `There is no record of the agency "${name}".`);
  await recordAudit(db, { actor, action: 'agency.remove', newsletterId, detail: { agency: name } });
}
