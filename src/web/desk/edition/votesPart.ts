import { VOTE_ANSWERS } from '../../../domain/votes.ts';
import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import type { DeskEdition } from './deskEdition.ts';

const LABELS = { yes: 'Yes', partly: 'Partly', no: 'No' } as const;

/** What readers answered to "Was this edition worth your time?". Empty before the first answer. */
export function votesSection({ votes }: DeskEdition): Html {
  const total = VOTE_ANSWERS.reduce((sum, answer) => sum + votes[answer], 0);
  if (total === 0) return html``;
  return html`<section class="card" id="votes">
    <h2>Was this edition worth your time?</h2>
    <dl class="both">
      ${VOTE_ANSWERS.map(
        (answer) =>
          html`<dt>${LABELS[answer]}</dt>
            <dd>${formatCount(votes[answer])} (${Math.round((100 * votes[answer]) / total)} %)</dd>`,
      )}
    </dl>
    <p class="fine">
      Answers of readers, by the link in the mail. Who answered is not stored; a reader may answer twice.
    </p>
  </section>`;
}
