import type { EditionResults } from '../../../editions/results.ts';
import type { LoadedEdition } from '../../../editions/load.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { formatCount, formatDay } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href } from '../../site.ts';
import { editionMarks } from '../dashboardPage.ts';
import { newsletterTabs } from '../newsletter/newsletterTabs.ts';
import { deskPage } from '../deskPage.ts';
import { term } from '../glossary.ts';
import { editionPath, type Desk } from '../edition/deskEdition.ts';
import { formatSeconds, formatShare, resultSection, shareOf, type ResultTable } from './resultTable.ts';

type Fact = { name: Html | string; value: string; note?: string };

function factList(facts: readonly Fact[]): Html {
  return html`<dl class="facts results">
    ${facts.map(
      ({ name, value, note }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}${note ? html` <small>${note}</small>` : ''}</dd>
        </div>`,
    )}
  </dl>`;
}

const part = (count: number, whole: number): { value: string; note: string } => {
  const share = shareOf(count, whole);
  return { value: formatCount(count), note: share === null || count === 0 ? '' : formatShare(share) };
};

function editionFacts({ deliveries, readers, bounced, complained, left, times }: EditionResults): Html {
  const facts: Fact[] = [
    { name: 'Readers', value: formatCount(readers) },
    { name: term('Sent'), ...part(deliveries.submitted, readers) },
    { name: 'Not confirmed', ...part(deliveries.unknown, readers) },
    { name: 'Failed', ...part(deliveries.failed, readers) },
    { name: 'Bounced', ...part(bounced, readers) },
    { name: 'Complained', ...part(complained, readers) },
    { name: 'Left after it', ...part(left, readers) },
  ];
  if (times !== null)
    facts.push(
      { name: 'First sent after', value: formatSeconds(times.first) },
      { name: 'Half', value: formatSeconds(times.half) },
      { name: '99 %', value: formatSeconds(times.nearlyAll) },
      { name: 'Last', value: formatSeconds(times.last) },
    );
  return factList(facts);
}

/** The results of an edition's latest send. */
export function editionResultsPage(
  desk: Desk,
  { edition, newsletter }: LoadedEdition,
  { results, tables }: { results: EditionResults; tables: readonly ResultTable[] },
): Html {
  const path = editionPath(desk, edition.id, '/results');
  const isStarted = edition.started_at !== null;
  return deskPage(desk.site, {
    title: `Results of ${edition.subject || `edition ${edition.id}`}`,
    section: 'desk',
    staff: desk.staff,
    styles: ['uPlot.min.css', 'results.css'],
    scripts: ['uPlot.iife.min.js', 'results.js'],
    body: html`<p class="today">
        <a href="${href(desk.site, `/desk/newsletters/${newsletter.slug}/results`)}">Results of ${newsletter.name}</a> ·
        ${formatDay(edition.date)}
      </p>
      <h1>Results</h1>
      <p class="about">
        <a href="${editionPath(desk, edition.id)}">${edition.subject || `Edition ${edition.id}`}</a>
        ${editionMarks(edition)}
      </p>
      ${edition.is_rehearsal ? html`<p class="rehearsal"><strong>Rehearsal.</strong> These figures are of a send to the built-in inbox.</p>` : ''}
      ${
        isStarted
          ? html`${editionFacts(results)} ${tables.map((table) => resultSection(table, `${path}?csv=${table.id}`))}`
          : html`<p>This edition has not been sent yet.</p>`
      }`,
  });
}

/** The ranges of a newsletter's results, in days. */
export const RANGES = [30, 90, 365] as const;

export type NewsletterFacts = {
  active: number;
  suppressed: number;
  pending: number;
  asked: number;
  confirmed: number;
  joined: number;
  left: number;
};

function newsletterFacts(facts: NewsletterFacts, range: number): Html {
  const { active, suppressed, pending, asked, confirmed, joined, left } = facts;
  const before = active - joined + left;
  return factList([
    {
      name: 'Subscribers',
      value: formatCount(active),
      note: suppressed > 0 ? `${formatCount(suppressed)} suppressed` : '',
    },
    { name: 'Not confirmed yet', value: formatCount(pending) },
    { name: `Joined in ${range} days`, value: formatCount(joined) },
    { name: `Left in ${range} days`, ...part(left, before) },
    { name: 'Asked to confirm', value: formatCount(asked) },
    { name: 'Confirmed', ...part(confirmed, asked) },
  ]);
}

/** The results of a newsletter over time. */
export function newsletterResultsPage(
  desk: Desk,
  newsletter: Newsletter,
  { facts, tables, range }: { facts: NewsletterFacts; tables: readonly ResultTable[]; range: number },
): Html {
  const path = href(desk.site, `/desk/newsletters/${newsletter.slug}/results`);
  return deskPage(desk.site, {
    title: `Results of ${newsletter.name}`,
    section: 'newsletters',
    staff: desk.staff,
    styles: ['uPlot.min.css', 'results.css'],
    scripts: ['uPlot.iife.min.js', 'results.js'],
    body: html`<h1>Results <small>${newsletter.name}</small></h1>
      ${newsletterTabs(desk.site, newsletter, 'results')}
      <nav class="ranges" aria-label="Range">
        ${RANGES.map((days) => html`<a href="${path}?days=${days}" ${days === range ? html` aria-current="page"` : ''}>${days} days</a>`)}
      </nav>
      ${newsletterFacts(facts, range)}
      ${tables.map((table) => resultSection(table, `${path}?days=${range}&csv=${table.id}`))}`,
  });
}
