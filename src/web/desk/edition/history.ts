import type { EditionChange } from '../../../platform/db/tables/editions.ts';
import { formatClock } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { changedFields } from '../../../editions/storyChanges.ts';
import { FIELD_NAMES, shownField } from './fixes.ts';
import { actLine } from './actLine.ts';
import type { DeskEdition, Fix } from './deskEdition.ts';

type Entry = { at: Date; line: Html };

function fixEntry({ revision, position, before, after, note, actor, at }: Fix, zone: string): Entry {
  const whose = actor === 'recheck' ? 'newer text of the outlet' : actor;
  const line = html`<p>
      <b>${whose}</b>, ${formatClock(at, zone)}: edited
      ${position === 0 ? 'a story that has left' : `story ${position}`}
      <small>revision ${revision}</small>
    </p>
    ${note ? html`<p class="note">${note}</p>` : ''}
    <ul class="changes">
      ${changedFields(before, after).map(
        (field) =>
          html`<li>
            ${FIELD_NAMES[field]}: <del>${shownField(before, field)}</del> <ins>${shownField(after, field)}</ins>
          </li>`,
      )}
    </ul>`;
  return { at, line };
}

function changeEntry({ at, actor, what, headline, reason }: EditionChange, zone: string): Entry {
  const when = new Date(at);
  const line = html`<p>
    <b>${actor}</b>, ${formatClock(when, zone)}: <span class="mark">${what}</span> “${headline}”
    <small>${reason}</small>
  </p>`;
  return { at: when, line };
}

/** What staff and programs changed since the draft was composed, the latest first. */
export function historySection({ acts, fixes, edition, newsletter: { zone } }: DeskEdition): Html {
  // A drop and a promotion are told with their reason, and an edit with its texts.
  const told = new Set(edition.changes.map(({ at }) => new Date(at).getTime()));
  const moves = acts.filter(({ kind, at }) => kind !== 'fix' && !(kind === 'stories' && told.has(at.getTime())));
  const entries: Entry[] = [
    ...fixes.map((fix) => fixEntry(fix, zone)),
    ...edition.changes.map((change) => changeEntry(change, zone)),
    ...moves.map((act) => ({
      at: act.at,
      line: html`<p>${actLine(act, zone)}${act.undoneAt === null ? '' : html` <span class="mark">undone</span>`}</p>`,
    })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  if (entries.length === 0) return html``;
  return html`<section class="card" id="history" data-part>
    <details id="history-list">
      <summary>
        <h2>Changes since the draft <small>${entries.length}</small></h2>
      </summary>
      <ol class="history">
        ${entries.map(({ line }) => html`<li>${line}</li>`)}
      </ol>
    </details>
  </section>`;
}
