import type { Web, WebContext } from '../web.ts';
import { setPolicy } from '../headers.ts';
import { auditPage } from './auditPage.ts';
import type { AuditLine } from './auditSentence.ts';
import { deskZone } from './deskZone.ts';

const PAGE_LENGTH = 100;

type Filter = { edition: number | null; person: string; before: number | null };

const readId = (text: string | undefined, maxDigits: number): number | null =>
  text !== undefined && new RegExp(`^\\d{1,${maxDigits}}$`).test(text) ? Number(text) : null;

/** Uses the indexes on (actor, id) and (edition_id, id), or the primary key. */
function loadLines({ db }: Web, { edition, person, before }: Filter): Promise<AuditLine[]> {
  return db
    .selectFrom('audit_log as a')
    .leftJoin('editions as e', 'e.id', 'a.edition_id')
    .leftJoin('newsletters as n', (join) =>
      join.on(({ eb, fn, ref }) => eb('n.id', '=', fn.coalesce(ref('a.newsletter_id'), ref('e.newsletter_id')))),
    )
    .select([
      'a.id',
      'a.at',
      'a.actor',
      'a.action',
      'a.detail',
      'a.edition_id as editionId',
      'e.subject',
      'e.date',
      'n.name as newsletter',
      'n.zone',
    ])
    .$if(edition !== null, (query) => query.where('a.edition_id', '=', edition))
    .$if(person !== '', (query) => query.where('a.actor', '=', person))
    .$if(before !== null, (query) => query.where('a.id', '<', before!))
    .orderBy('a.id', 'desc')
    .limit(PAGE_LENGTH + 1)
    .execute();
}

/** Who did what when, the newest first: of one edition or one person, if the address says so. */
export async function showAudit(web: Web, c: WebContext): Promise<Response> {
  const filter = {
    edition: readId(c.req.query('edition')?.trim(), 9),
    person: (c.req.query('person') ?? '').trim().normalize('NFC').replaceAll('\0', '').slice(0, 100),
    before: readId(c.req.query('before'), 15),
  };
  const [rows, zone, people] = await Promise.all([
    loadLines(web, filter),
    deskZone(web),
    web.db.selectFrom('staff').select('name').orderBy('name').execute(),
  ]);
  const lines = rows.slice(0, PAGE_LENGTH);
  setPolicy(c, 'desk');
  return c.html(
    auditPage(web.site, c.var.staff!, {
      ...filter,
      lines,
      zone,
      people: people.map(({ name }) => name),
      nextBefore: rows.length > PAGE_LENGTH ? lines.at(-1)!.id : null,
    }),
  );
}
