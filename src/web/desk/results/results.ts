import { dateIn } from '../../../domain/due.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { listResults, loadResults } from '../../../editions/results.ts';
import { loadGrowth, loadSources, type GrowthDay } from '../../../readers/growth.ts';
import { countSubscriptions } from '../../../readers/readerCounts.ts';
import { setPolicy } from '../../headers.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { namedEdition } from '../edition/showEdition.ts';
import { editionTables } from './editionTables.ts';
import { newsletterTables } from './newsletterTables.ts';
import { editionResultsPage, newsletterResultsPage, RANGES, type NewsletterFacts } from './resultsPages.ts';
import { toCsv, type ResultTable } from './resultTable.ts';

const MAX_SENDS = 100;
const MAX_SOURCES = 20;
const DAY_MS = 24 * 60 * 60_000;

const isRehearsal = ({ config }: Web): boolean => config.relays.length === 0;

/** The CSV file that the query asks for; undefined where it asks for none. Throws NOT_FOUND. */
function answerCsv(c: WebContext, tables: readonly ResultTable[], name: string): Response | undefined {
  const asked = c.req.query('csv');
  if (asked === undefined) return undefined;
  const table = tables.find(({ id }) => id === asked);
  if (!table) throw new ReveilleError('NOT_FOUND', 'There is no such table.');
  return c.body(toCsv(table), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}-${table.id}.csv"`,
  });
}

/** Shows the results of an edition, or one of its tables as CSV. */
export async function showEditionResults(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const results = await loadResults(web, loaded);
  const tables = editionTables(results);
  const csv = answerCsv(c, tables, `edition-${loaded.edition.id}`);
  if (csv) return csv;
  setPolicy(c, 'scripted');
  const desk = { site: web.site, staff: c.var.staff! };
  return c.html(editionResultsPage(desk, loaded, { results, tables }));
}

function sumDays(
  days: readonly GrowthDay[],
  { active, suppressed, pending }: Pick<NewsletterFacts, 'active' | 'suppressed' | 'pending'>,
): NewsletterFacts {
  const sum = (of: (day: GrowthDay) => number): number => days.reduce((total, day) => total + of(day), 0);
  return {
    active,
    suppressed,
    pending,
    asked: sum((day) => day.asked),
    confirmed: sum((day) => day.confirmed),
    joined: sum((day) => day.confirmed + day.imported + day.returned),
    left: sum((day) => day.left + day.erased),
  };
}

/** Shows the results of a newsletter over the last days, or one of its tables as CSV. */
export async function showNewsletterResults(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const range = RANGES.find((days) => String(days) === c.req.query('days')) ?? RANGES[0];
  const now = web.now();
  const since = dateIn(newsletter.zone, new Date(now.getTime() - (range - 1) * DAY_MS));
  const counts = await countSubscriptions(web, newsletter.id, { withSample: isRehearsal(web) });
  const [days, sources, sends] = await Promise.all([
    loadGrowth(web, newsletter, { since, until: dateIn(newsletter.zone, now), active: counts.active }),
    loadSources(web, newsletter, { since, limit: MAX_SOURCES }),
    listResults(web, newsletter.id, { since, limit: MAX_SENDS }),
  ]);
  const linkTo = (id: number): string => href(web.site, `/desk/editions/${id}/results`);
  const tables = newsletterTables({ days, sources, sends }, linkTo);
  const csv = answerCsv(c, tables, newsletter.slug);
  if (csv) return csv;
  setPolicy(c, 'scripted');
  const desk = { site: web.site, staff: c.var.staff! };
  return c.html(
    newsletterResultsPage(desk, newsletter, {
      facts: sumDays(days, counts),
      tables,
      range,
    }),
  );
}
