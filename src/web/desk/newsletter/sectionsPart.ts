import { findSection, type Section } from '../../../domain/sections.ts';
import type { RankedLine } from '../../../newsroom/ranking.ts';
import { html, type Html } from '../../markup/html.ts';

type Labelled = Pick<RankedLine, 'id' | 'headline' | 'outlet' | 'labels'>;
/** `name` null: the stories that no section takes. */
type Grouped = { name: string | null; stories: Labelled[] };

/** The stories under each section, in the sections' order; a section without a story stays, so that one sees it. */
export function groupStories(stories: readonly Labelled[], sections: readonly Section[]): Grouped[] {
  const bySection = Map.groupBy(stories, ({ labels }) => findSection(labels, sections));
  return [...sections.map(({ name }) => name), null].map((name) => ({ name, stories: bySection.get(name) ?? [] }));
}

function storyLine({ headline, outlet, labels }: Labelled, isUnplaced: boolean): Html {
  const called = labels.length === 0 ? 'no label' : `labelled ${labels.join(', ')}`;
  return html`<li>${headline} <small>${outlet}${isUnplaced ? `, ${called}` : ''}</small></li>`;
}

function group({ name, stories }: Grouped): Html {
  if (name === null && stories.length === 0) return html``;
  return html`<h4>${name ?? 'Without a section'} <small>${stories.length}</small></h4>
    ${
      stories.length === 0
        ? html`<p class="fine">No story now: readers do not see the heading.</p>`
        : html`<ul>
            ${stories.map((story) => storyLine(story, name === null))}
          </ul>`
    }
    ${name === null ? html`<p class="fine">To give one a section, write its label among the words of the section.</p>` : ''}`;
}

/** How the sections, as saved or as typed, group the stories that are the best now. */
export function sectionsPart(stories: readonly Labelled[], sections: readonly Section[]): Html {
  if (sections.length === 0 || stories.length === 0) return html``;
  const [lead, ...others] = stories;
  return html`<div class="sections-effect" id="sections-effect">
    <h3>The sections, filled with the best stories now</h3>
    <p>The lead, above the sections: <b>${lead!.headline}</b></p>
    ${groupStories(others, sections).map(group)}
  </div>`;
}
