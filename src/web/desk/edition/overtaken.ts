import type { StoryText } from '../../../platform/db/tables/editions.ts';
import type { Fixed, StoryChanges } from '../../../editions/fix.ts';
import type { Edition } from '../../../editions/load.ts';
import { deskPage } from '../deskPage.ts';
import { html, type Html } from '../../markup/html.ts';
import { FIELD_NAMES, shown } from './fixes.ts';
import { editionPath, type Desk } from './deskEdition.ts';

type Overtaken = {
  edition: Edition;
  position: number;
  overtaken: NonNullable<Fixed['overtaken']>;
  /** What the person wrote. */
  changes: StoryChanges;
  note: string;
};

/** An edit that conflicts with a newer one: the current text beside the person's own, so that nothing typed is lost. */
export function overtakenPage(desk: Desk, { edition, position, overtaken, changes, note }: Overtaken): Html {
  const { fields, now } = overtaken;
  const back = editionPath(desk, edition.id, `#story-${position}`);
  const written = (Object.keys(FIELD_NAMES) as (keyof StoryText)[]).filter((field) => field in changes);
  return deskPage(desk.site, {
    title: 'Somebody else changed this story',
    section: 'desk',
    staff: desk.staff,
    body: html`<p class="today"><a href="${back}">${edition.subject || `Edition ${edition.id}`}</a></p>
      <h1>Somebody else changed this story</h1>
      <p role="alert">
        Your edit was not saved: story ${position} was changed after you opened its form. Copy what you need from this
        page, then edit the story again.
      </p>
      ${[...new Set([...fields, ...written])].map(
        (field) =>
          html`<section class="card">
            <h2>${FIELD_NAMES[field]}</h2>
            <dl class="both">
              <dt>Now</dt>
              <dd>${shown(now, field)}</dd>
              <dt>Yours</dt>
              <dd>${field in changes ? shown(changes, field) : 'not changed'}</dd>
            </dl>
          </section>`,
      )}
      ${note ? html`<p>Your note: ${note}</p>` : ''}
      <p><a href="${back}">Back to story ${position}</a></p>`,
  });
}
