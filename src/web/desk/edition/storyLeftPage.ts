import type { Edition } from '../../../editions/load.ts';
import type { Whereabouts } from '../../../newsroom/whereabouts.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskForm, type Desk } from './deskEdition.ts';
import { storyPage } from './storyPage.ts';

/** What a person typed into a story's form, by the name of its field. */
export type TypedFields = ReadonlyMap<string, string>;

const LABELS: Readonly<Record<string, string>> = {
  headline: 'Headline',
  summary: 'Summary',
  alt: 'Alternative text',
  url: 'Address',
  section: 'Section',
  note: 'Note',
};

function describe(found: Whereabouts): string {
  if (found.kind === 'moved') return `The story has moved: it is number ${found.position} now.`;
  if (found.kind === 'joined')
    return `The story was joined with another one. It is number ${found.position} now: “${found.headline}”.`;
  return `The story is no longer in the edition: ${found.reason}.`;
}

function retryForm(desk: Desk, edition: Edition, found: Whereabouts, typed: TypedFields): Html {
  if (found.kind === 'left') return html``;
  const body = html`${[...typed].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <input type="hidden" name="item" value="${found.itemId ?? ''}" />
    <button>Save this text to story ${found.position}</button>`;
  return deskForm(desk, edition.id, `stories/${found.position}/fix`, body);
}

/** An edit of a story that is not where it was: what became of it, and all that was typed, with a button to save it there. */
export function storyLeftPage(desk: Desk, edition: Edition, found: Whereabouts, typed: TypedFields): Html {
  const shown = [...typed].filter(([name, value]) => Object.hasOwn(LABELS, name) && value !== '');
  return storyPage(desk, edition, {
    title: 'Your text is not saved yet',
    back: found.kind === 'left' ? '#stories' : `#story-${found.position}`,
    body: html`<p role="alert" class="reason">${describe(found)} Nothing was changed.</p>
      <section class="card">
        <h2>What you typed</h2>
        <dl class="both">
          ${shown.map(
            ([name, value]) =>
              html`<dt>${LABELS[name]}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        ${retryForm(desk, edition, found, typed)}
      </section>`,
  });
}
