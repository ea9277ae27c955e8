import type { EditionStory } from '../../../editions/load.ts';
import { html, type Html } from '../../markup/html.ts';
import { eventsLink } from './eventsPart.ts';
import { pictureLink } from './picturePart.ts';
import type { Desk, DeskEdition } from './deskEdition.ts';

/** The links of a story to the pages on which its picture is chosen, and it is joined or split. Null: there are none. */
export function storyLinks(desk: Desk, view: DeskEdition, story: EditionStory): Html | null {
  const links = [pictureLink(desk, view, story), eventsLink(desk, view, story)].filter((link) => link !== null);
  return links.length === 0 ? null : html`<p class="story-links">${links}</p>`;
}
