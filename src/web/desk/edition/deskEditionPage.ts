import { editionPath as publicPathOf } from '../../../editions/address.ts';
import { editionMarks } from '../dashboardPage.ts';
import { formatCount, formatDay, formatTime } from '../../markup/dates.ts';
import { deskPage } from '../deskPage.ts';
import { html, type Html } from '../../markup/html.ts';
import { href } from '../../site.ts';
import { checksSection } from './checksPart.ts';
import { choosingSection } from './choosingPart.ts';
import { fixesSection } from './fixes.ts';
import { flagBox } from './flags.ts';
import { sendSection } from './sendPart.ts';
import { startSection } from './start.ts';
import { storiesSection } from './stories.ts';
import { editionVersion } from './version.ts';
import { editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import { approvalSection } from './approvalPart.ts';
import { wordsSection, type TypedWords } from './wordsPart.ts';
import { votesSection } from './votesPart.ts';
import { wavesSection } from './waves.ts';
import { isAnyOf, OVER, PUBLIC, SENDING } from '../../../domain/states.ts';

const REFRESH_SECONDS = 3;

function digest(desk: Desk, { edition, stories, isStill }: DeskEdition): Html {
  // A page that reloads itself would reload the frame each time.
  if (stories.length === 0 || (isAnyOf(SENDING, edition.state) && !isStill)) return html``;
  return html`<section class="card">
    <h2>Digest</h2>
    <iframe
      class="mail"
      title="The digest as it is mailed"
      src="${editionPath(desk, edition.id, '/digest')}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      loading="lazy"
    ></iframe>
  </section>`;
}

function head(desk: Desk, { edition, newsletter }: DeskEdition): Html {
  const { site } = desk;
  const publicPath = href(site, publicPathOf(newsletter.slug, edition));
  const isPublic = isAnyOf(PUBLIC, edition.state);
  return html`<p class="today">
      <a href="${href(site, '/desk')}">${newsletter.name}</a> ·
      ${formatDay(edition.date)}${edition.kind === 'daily' ? '' : ` · ${edition.kind}`}
    </p>
    <h1>${edition.subject || `Edition ${edition.id}`}</h1>
    <p class="about">
      ${editionMarks(edition)}
      ${edition.due_at ? html`<small>due ${formatTime(edition.due_at, newsletter.zone)}</small>` : ''}
      ${isPublic ? html`<a href="${publicPath}">Public page</a>` : ''}
      ${edition.corrects_edition_id === null ? '' : html`<a href="${editionPath(desk, edition.corrects_edition_id)}">The edition it corrects</a>`}
    </p>`;
}

/** A notice that the mail has fewer stories than the edition. */
function leftOut({ droppedStories, stories }: DeskEdition): Html {
  if (droppedStories === 0) return html``;
  const which = droppedStories === 1 ? 'The last story is' : `The last ${formatCount(droppedStories)} stories are`;
  return html`<p class="notice" role="status">
    ${which} left out of the mail, because mail programs cut off long messages: it has room for
    ${stories.length - droppedStories}. Shorter summaries, or more stories as headlines (“newsletters set
    --full-stories”), make room for all.
  </p>`;
}

/** An edition at the desk: how its send stands, what steers it, and its stories with what may be changed of them. */
export function deskEditionPage(
  desk: Desk,
  view: DeskEdition,
  { hasInbox, words }: { hasInbox: boolean; words: TypedWords | null },
): Html {
  const { edition } = view;
  const isMoving = isAnyOf(SENDING, edition.state) && !view.isStill;
  const stream = isAnyOf(OVER, edition.state) ? '' : editionPath(desk, edition.id, '/progress');
  return deskPage(desk.site, {
    title: edition.subject || `Edition ${edition.id}`,
    section: 'desk',
    staff: desk.staff,
    hasInbox,
    hasScript: true,
    refreshSeconds: isMoving ? REFRESH_SECONDS : null,
    body: html`<div data-stream="${stream}" data-version="${editionVersion(edition)}">
      ${head(desk, view)}
      ${
        isMoving
          ? html`<noscript>
              <p class="fine">
                This page reloads every ${REFRESH_SECONDS} s.
                <a href="${editionPath(desk, edition.id, '?still=1')}">Stop reloading</a> to fill in a form.
              </p>
            </noscript>`
          : ''
      }
      <p class="notice stale" role="status" data-stale hidden>
        This edition has changed since you opened the page. What you typed is kept until you
        <a href="${editionPath(desk, edition.id)}">reload it</a>.
      </p>
      ${flagBox(desk, view)} ${leftOut(view)}
      ${edition.is_rehearsal ? html`<p class="rehearsal"><strong>Rehearsal.</strong> The latest send goes to the built-in inbox and reaches no reader.</p>` : ''}
      ${sendSection(desk, view)} ${wavesSection(desk, view)} ${wordsSection(desk, view, words)} ${checksSection(view)}
      ${votesSection(view)} ${fixesSection(desk, view)} ${storiesSection(desk, view)} ${choosingSection(desk, view)}
      ${digest(desk, view)} ${approvalSection(desk, view)} ${startSection(desk, view)}
    </div>`,
  });
}
