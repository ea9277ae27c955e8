import type { Selectable } from 'kysely';
import type { EditionFixes, EditionPicks } from '../../../platform/db/tables/editions.ts';
import type { PictureFault } from '../../../domain/pictures.ts';
import type { Followed } from '../../../editions/clicks/clickCounts.ts';
import type { ApprovalStands } from '../../../editions/approval.ts';
import type { AudienceCheck } from '../../../editions/guard.ts';
import type { Edition, EditionStory, LoadedEdition } from '../../../editions/load.ts';
import type { Act } from '../../../editions/acts.ts';
import type { TestCopy } from '../../../editions/testCopy.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import type { LintReport } from '../../../checks/lint/lint.ts';
import type { EditionStatus } from '../../../editions/status.ts';
import type { EditionWave } from '../../../editions/waves.ts';
import type { Withdrawal } from '../../../newsroom/withdrawals.ts';
import type { Votes } from '../../../domain/votes.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { DESK_ACCESS, may, type DeskRoute } from '../access.ts';
import { formToken } from '../deskPage.ts';
import type { TypedField } from './returned.ts';
import { html, type Html } from '../../markup/html.ts';

export type Fix = Selectable<EditionFixes>;

/** Readers who got an earlier text than the latest, and those who get the latest still. */
type Copies = { earlier: number; left: number };

/** All that an edition's page at the desk shows. */
export type DeskEdition = LoadedEdition & {
  progress: SendProgress;
  /** Readers whom a send would reach now, and what is usual. */
  audience: AudienceCheck & { readers: number };
  /** A send of it goes to the built-in inbox. */
  isRehearsal: boolean;
  /** By position: why a story has no picture, where its item had one. */
  pictureFaults: ReadonlyMap<number, PictureFault>;
  waves: EditionWave[];
  /** Its day has no edition by the schedule. */
  isOffSchedule: boolean;
  /** The first to be promoted first. */
  standbys: EditionStory[];
  /** What staff decided of the stories. */
  picks: Selectable<EditionPicks>[];
  /** The stories that staff left out. */
  excluded: { storyId: number; headline: string }[];
  /** So many of the last stories were left out of the mail. */
  droppedStories: number;
  /** What the lint says of it, while it can still be changed. */
  checks: LintReport | null;
  /** The checks follow in another request of the page's script. */
  isChecking: boolean;
  /** Why it cannot be sent as long as its newsletter is as it is, or null. */
  blocked: string | null;
  /** By position, of the stories whose clicks are counted. */
  clicks: ReadonlyMap<number, Followed>;
  /** What came back of it. */
  feedback: EditionStatus['feedback'];
  /** The latest first. */
  fixes: Fix[];
  copies: Copies | null;
  /** Readers whom a correction would reach now, where one is wanted. */
  toCorrect: number | null;
  /** Those of this edition, the latest first. */
  corrections: Pick<Edition, 'id' | 'state' | 'subject'>[];
  /** Who loads the page again by hand does so to fill in a form. */
  isStill: boolean;
  now: Date;
  approval: ApprovalStands;
  /** The changes since the draft, the latest first. */
  acts: Act[];
  /** What others changed since the person opened the page, the latest first. */
  news: Act[];
  /** The last change of the person, if they can still undo it. */
  lastAct: Pick<Act, 'id' | 'said' | 'at'> | null;
  /** The number of the last change that the person has seen. */
  seenAct: number;
  /** The latest first. */
  testCopies: TestCopy[];
  /** The person's own address, where their account has one. */
  testCopyTo: string;
  /** Mail leaves this machine. */
  hasRelay: boolean;
  /** Places of the stories whose outlet has changed its text since, while the edition can still take it. */
  changedAtOutlet: ReadonlySet<number>;
  /** What its outlets withdrew. */
  withdrawals: Withdrawal[];
  votes: Votes;
};

/** What the parts of the page have in common. */
export type Desk = { site: Site; staff: Staff };

/** A path of the edition's. */
export function editionPath({ site }: Pick<Desk, 'site'>, editionId: number, rest: string = ''): string {
  return href(site, `/desk/editions/${editionId}${rest}`);
}

/** True if the person may post the edition's form of that name; `stories/3/fix` is that of a story. */
export function mayPost({ staff }: Desk, action: string): boolean {
  const route = `POST /desk/editions/:id/${action.replace(/\d+/, ':position')}`;
  return Object.hasOwn(DESK_ACCESS, route) && may(staff, route as DeskRoute);
}

/**
 * A form of the desk: posted to a path of the edition's, with the session's token. Empty if the person's role is too
 * low.
 */
export function deskForm(desk: Desk, editionId: number, action: string, body: Html, name: string = ''): Html {
  if (!mayPost(desk, action)) return html``;
  return html`<form
    ${name ? html`class="${name}"` : ''}
    method="post"
    action="${editionPath(desk, editionId, `/${action}`)}"
    autocomplete="off"
  >
    ${formToken(desk.staff)} ${body}
  </form>`;
}

/** A form that is one button. */
export function deskButton(desk: Desk, editionId: number, action: string, label: string, kind: string = ''): Html {
  return deskForm(desk, editionId, action, html`<button class="${kind}">${label}</button>`);
}

/** The field into which a number of readers is typed, as the last look before something goes out. */
export function numberField(id: string, label: string = 'Number of readers', refused?: TypedField): Html {
  const state = refused ? html`aria-invalid="true" aria-describedby="${id}-fault" autofocus` : '';
  return html`<p class="field">
    <label for="${id}">${label}</label
    ><input
      id="${id}"
      name="readers"
      class="number"
      inputmode="numeric"
      required
      maxlength="12"
      value="${refused?.typed ?? ''}"
      ${state}
    />
    ${refused ? html`<span class="error" id="${id}-fault">${refused.fault}</span>` : ''}
  </p>`;
}
