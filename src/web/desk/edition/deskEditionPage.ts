import { editionPath as publicPathOf } from '../../../editions/address.ts';
import { editionMarks } from '../dashboardPage.ts';
import { formatCount, formatDay, formatTime } from '../../markup/dates.ts';
import { deskPage } from '../deskPage.ts';
import { html, type Html } from '../../markup/html.ts';
import { href } from '../../site.ts';
import { addStorySection } from './addStoryPart.ts';
import { approvalSection } from './approvalPart.ts';
import { checksSection } from './checksPart.ts';
import { choosingSection } from './choosingPart.ts';
import { editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import { fixesSection } from './fixes.ts';
import { flagBox } from './flags.ts';
import { historySection } from './history.ts';
import { newsBox, saidBar } from './notices.ts';
import { overview } from './overview.ts';
import { hasPreview, previewPart, type Look } from './previewPart.ts';
import type { ReaderSeen } from './readerSeen.ts';
import type { Returned } from './returned.ts';
import { sendSection, stopBar } from './sendPart.ts';
import { startSection } from './start.ts';
import { storiesSection } from './stories.ts';
import { testSection } from './testCopies.ts';
import { editionVersion } from './version.ts';
import { wordsSection } from './wordsPart.ts';
import { withdrawnSection } from './withdrawnPart.ts';
import { votesSection } from './votesPart.ts';
import { wavesSection } from './waves.ts';
import { isAnyOf, OVER, PUBLIC, SENDING } from '../../../domain/states.ts';

const REFRESH_SECONDS = 3;

function head(desk: Desk, view: DeskEdition): Html {
  const { edition, newsletter } = view;
  const { site } = desk;
  const publicPath = href(site, publicPathOf(newsletter.slug, edition));
  const isPublic = isAnyOf(PUBLIC, edition.state);
  return html`<div id="head" data-part>
    <p class="today">
      <a href="${href(site, '/desk')}">${newsletter.name}</a> ·
      ${formatDay(edition.date)}${edition.kind === 'daily' ? '' : ` · ${edition.kind}`}
    </p>
    <h1>${edition.subject || `Edition ${edition.id}`}</h1>
    <p class="about">
      ${editionMarks(edition)}
      ${edition.due_at ? html`<small>due ${formatTime(edition.due_at, newsletter.zone)}</small>` : ''}
      ${hasPreview(view) ? html`<a href="#preview" class="to-preview">See the digest</a>` : ''}
      ${isPublic ? html`<a href="${publicPath}">Public page</a>` : ''}
      ${edition.started_at ? html`<a href="${editionPath(desk, edition.id, '/results')}">Results</a>` : ''}
      ${edition.corrects_edition_id === null ? '' : html`<a href="${editionPath(desk, edition.corrects_edition_id)}">The edition it corrects</a>`}
    </p>
  </div>`;
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

/** Links to the parts of the page; on a phone they stay at the lower edge. */
function jumps(view: DeskEdition): Html {
  const isOver = isAnyOf(OVER, view.edition.state);
  return html`<nav class="jump" id="jump" data-part aria-label="Parts of this page">
    <a href="#stories">Stories</a>${hasPreview(view) ? html`<a href="#preview" class="to-preview">Digest</a>` : ''}${
      isOver ? '' : html`<a href="#words">Subject</a>`
    }${view.toCorrect ? html`<a href="#fixes">Correction</a>` : ''}<a href="#${isOver ? 'test' : 'finish'}"
      >${isOver ? 'Test copy' : 'Test and send'}</a
    >
  </nav>`;
}

function reloadNote(desk: Desk, { edition }: DeskEdition): Html {
  return html`<noscript>
    <p class="fine">
      This page reloads every ${REFRESH_SECONDS} s.
      <a href="${editionPath(desk, edition.id, '?still=1')}">Stop reloading</a> to fill in a form.
    </p>
  </noscript>`;
}

/** What stands above the stories: what was done, what is wrong, and how the send stands. */
function above(desk: Desk, view: DeskEdition, { returned, said }: Pick<Shown, 'returned' | 'said'>): Html {
  const { edition } = view;
  return html`${saidBar(desk, view, said)}
    ${returned.refusal ? html`<div class="reason" id="refusal" data-part role="alert">${returned.refusal}</div>` : ''}
    ${stopBar(desk, view)} ${head(desk, view)}
    <p class="notice stale" role="status" data-stale hidden>
      This edition has changed since you opened the page. What you typed is kept until you
      <a href="${editionPath(desk, edition.id)}">reload it</a>.
    </p>
    <div id="wrong" data-part>
      ${flagBox(desk, view)} ${withdrawnSection(desk, view)} ${leftOut(view)}
      ${edition.is_rehearsal ? html`<p class="rehearsal"><strong>Rehearsal.</strong> The latest send goes to the built-in inbox and reaches no reader.</p>` : ''}
    </div>
    ${newsBox(view)} ${overview(view)} ${sendSection(desk, view)} ${jumps(view)}`;
}

/** The work on an edition, in its order: stories, subject, and at the end test, approval and send. */
function work(desk: Desk, view: DeskEdition, returned: Returned): Html {
  return html`${storiesSection(desk, view, returned.story)} ${addStorySection(desk, view)}
    ${wordsSection(desk, view, returned.words)} ${fixesSection(desk, view)} ${choosingSection(desk, view)}
    ${checksSection(view)} ${wavesSection(desk, view)} ${votesSection(view)} ${historySection(view)}
    <div class="finish" id="finish">
      ${testSection(desk, view, returned.test)} ${approvalSection(desk, view)}
      ${startSection(desk, view, returned.readers)}
    </div>`;
}

type Shown = {
  /** A form that could not be saved. */
  returned: Returned;
  look: Look;
  reader: ReaderSeen | null;
  /** The action that the address names. */
  said: string | undefined;
};

/** An edition at the desk on one screen: its stories and their digest side by side, and how its send stands above. */
export function deskEditionPage(desk: Desk, view: DeskEdition, shown: Shown): Html {
  const { edition } = view;
  const isMoving = isAnyOf(SENDING, edition.state) && !view.isStill;
  const stream = isAnyOf(OVER, edition.state) ? '' : editionPath(desk, edition.id, '/progress');
  return deskPage(desk.site, {
    title: edition.subject || `Edition ${edition.id}`,
    section: 'desk',
    staff: desk.staff,
    hasScript: true,
    parts: 'today',
    scripts: ['unsaved.js'],
    refreshSeconds: isMoving ? REFRESH_SECONDS : null,
    body: html`<div
      class="edition-page"
      data-today="${editionPath(desk, edition.id)}"
      data-seen="${view.seenAct}"
      data-stream="${stream}"
      data-version="${editionVersion(edition)}"
    >
      <div id="above">${above(desk, view, shown)} ${isMoving ? reloadNote(desk, view) : ''}</div>
      <div class="split ${hasPreview(view) ? '' : 'single'}">
        <div class="work" id="work">${work(desk, view, shown.returned)}</div>
        ${previewPart(desk, view, { ...shown, refused: shown.returned.reader })}
      </div>
    </div>`,
  });
}
