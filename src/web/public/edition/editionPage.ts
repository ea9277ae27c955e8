import { findSection, type Section } from '../../../domain/sections.ts';
import { editionPath, type EditionName } from '../../../editions/address.ts';
import type { Correction } from '../../../editions/corrections.ts';
import { nameEdition } from '../../../editions/name.ts';
import { groupBySection } from '../../../editions/sections.ts';
import type { EditionStory, LoadedEdition } from '../../../editions/load.ts';
import { agencyBeside } from '../../../editions/text.ts';
import { SEPARATOR } from '../../../language/bind.ts';
import { canonicalLanguage, directionOf, fillWords } from '../../../language/words.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { absoluteUrl, href, type Site } from '../../site.ts';
import { formatDay, formatInstant } from '../../markup/dates.ts';
import { editionHead } from './editionHead.ts';
import { describeChange, describeKind, labelCorrection, ourWords, type Ours } from '../../markup/editionWords.ts';
import { html, squeeze, type Html } from '../../markup/html.ts';
import { whole } from '../../markup/whole.ts';
import { publicPage } from '../../markup/layout.ts';
import { storyPicture, type StorySize } from '../../markup/picture.ts';
import { newsletterMasthead } from '../readerPage.ts';
import { shareSection } from './share.ts';
import { mostReadSection, slotsBelow } from './slotParts.ts';
import { imprint } from '../imprint.ts';

/** The content of an edition's page. `corrected` is the edition that a correction corrects. */
export type EditionPageView = LoadedEdition & {
  corrections: Correction[];
  corrected: EditionName | null;
  previous: EditionName | null;
  next: EditionName | null;
};

function correctionLine(ours: Ours, correction: Correction, zone: string): Html {
  const { words, attributes } = ours;
  return html`<p class="correction" dir="auto">
    <strong${attributes}>${labelCorrection(ours, correction, zone)}</strong>
    ${correction.note ? correction.note : html`<span${attributes}>${describeChange(words, correction)}</span>`}
  </p>`;
}

/** The attributes of a story's own words, which may have another language and direction than the newsletter. */
function inItsLanguage({ language }: EditionStory, around: string): Html {
  const own = language === null ? null : canonicalLanguage(language);
  return html`${own === null || own === around ? '' : html` lang="${own}"`} dir="auto"`;
}

type Heading = (attributes: Html, content: Html) => Html;
const h2: Heading = (attributes, content) => html`<h2${attributes}>${content}</h2>`;
const h3: Heading = (attributes, content) => html`<h3${attributes}>${content}</h3>`;

/** The first three stories are larger, as in the mail. */
function sizeOf(index: number): StorySize | null {
  return index === 0 ? 'lead' : index < 3 ? 'middle' : null;
}

/** What stands above a headline, as in the mail: that it is an update, else the section where no heading names it. */
function kicker(
  { words, attributes }: Ours,
  { update_of: updateOf, section }: EditionStory,
  sections: Section[],
): Html {
  if (updateOf !== null) return html`<p class="kicker" ${attributes}>${words.update}</p>`;
  const name = findSection([section], sections);
  return name === null ? html`` : html`<p class="kicker" dir="auto">${name}</p>`;
}

/** Who tells the story, in the style of the mail, and who else does. */
function source({ words, mail, attributes }: Ours, story: EditionStory): Html {
  const { byline, outlet_name: outlet, also_reported_by: others, copyright } = story;
  const agency = agencyBeside(byline, story.agency);
  return html`<p class="source">
      <b>${outlet}</b
      >${byline ? html`${SEPARATOR}<span${attributes}>${fillWords(mail.by, { byline })}</span>` : ''}${agency ? `${SEPARATOR}${agency}` : ''}
    </p>
    ${others.length > 0 ? html`<p class="source"><span${attributes}>${fillWords(words.also, { outlets: others.join(', ') })}</span></p>` : ''}
    ${copyright ? html`<p class="copyright">${copyright}</p>` : ''}`;
}

function storyArticle(
  site: Site,
  { corrections, edition, newsletter, stories }: EditionPageView,
  story: EditionStory,
  { heading, ours }: { heading: Heading; ours: Ours },
): Html {
  const url = safeUrl(story.url);
  const size = edition.kind === 'correction' ? null : sizeOf(stories.indexOf(story));
  const own = inItsLanguage(story, newsletter.language);
  return squeeze(
    html`<article class="story ${size ?? ''}" id="story-${story.position}">
      <div class="top">
        ${kicker(ours, story, size === 'lead' ? newsletter.sections : [])}
        ${heading(own, url ? html`<a href="${url}">${whole(story.headline)}</a>` : whole(story.headline))}
      </div>
      ${storyPicture(site, story, size, { own, ours })}
      <div class="words">
        ${story.summary ? html`<p class="summary" ${own}>${story.dateline ? html`<span class="dateline">${story.dateline}</span> ` : ''}${whole(story.summary)}</p>` : ''}
        ${source(ours, story)}
        ${corrections.filter(({ position }) => position === story.position).map((each) => correctionLine(ours, each, newsletter.zone))}
      </div>
    </article>`,
  );
}

function dateline(view: EditionPageView, day: string, ours: Ours): Html {
  const { edition, newsletter, corrections } = view;
  const latest = corrections.at(-1);
  const when = latest && formatInstant(latest.at, newsletter.zone, ours.language);
  return html`<header class="dateline-bar">
    <h1><span class="unseen">${newsletter.name}, </span><time datetime="${edition.date}">${day}</time></h1>
    <p${ours.attributes}>${nameEdition(view, ours.mail)}</p>
    ${latest && when ? html`<p${ours.attributes}><a href="#story-${latest.position}">${fillWords(ours.words.corrected, { when })}</a></p>` : ''}
  </header>`;
}

/** The note of staff above the stories. Each line is a paragraph. */
function note({ edition: { note: text } }: EditionPageView): Html {
  const paragraphs = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return paragraphs.length === 0
    ? html``
    : html`<div class="note">${paragraphs.map((line) => html`<p dir="auto">${line}</p>`)}</div>`;
}

/** The first story, then the others by section. Without sections, all stories are in the order of their ranks. */
function storyList(site: Site, view: EditionPageView, ours: Ours): Html {
  const { stories, newsletter, edition, slots } = view;
  // The number of a story in the page, as in the mail: by section, not by rank.
  let number = 0;
  const article = (story: EditionStory, heading: Heading): Html => {
    number += 1;
    return html`${storyArticle(site, view, story, { heading, ours })}${slotsBelow(site, slots, { number, count: stories.length, ours })}`;
  };
  if (newsletter.sections.length === 0 || edition.kind === 'correction')
    return html`${stories.map((story) => article(story, h2))}`;
  const groups = groupBySection(stories.slice(1), newsletter.sections);
  return html`${stories.slice(0, 1).map((story) => article(story, h2))}
  ${groups.map(
    ({ name, stories: group }) =>
      html`<section class="part">
        ${name === null ? html`<h2${ours.attributes}>${ours.mail.moreStories}</h2>` : html`<h2 dir="auto">${name}</h2>`}
        ${group.map((story) => article(story, h3))}
      </section>`,
  )}`;
}

/** The newsroom's own last words. Each line is a paragraph. */
function signOff({ newsletter: { sign_off: text } }: EditionPageView): Html {
  const paragraphs = (text ?? '').split('\n').filter((line) => line.trim() !== '');
  return html`${paragraphs.map((line) => html`<p class="sign-off" dir="auto">${line}</p>`)}`;
}

function pager(site: Site, { newsletter, previous, next, corrected }: EditionPageView, ours: Ours): Html {
  const { words, attributes } = ours;
  // Arrows are not letters, so the browser does not mirror them.
  const [back, on] = directionOf(newsletter.language) === 'rtl' ? ['→', '←'] : ['←', '→'];
  const link = (name: EditionName): string => href(site, editionPath(newsletter.slug, name));
  const label = (name: EditionName): Html =>
    html`${formatDay(name.date, newsletter.language)}${name.kind === 'daily' ? '' : html`${SEPARATOR}<span${attributes}>${describeKind(words, name)}</span>`}`;
  return html`<nav class="pager" aria-label="${words.heading}">
    ${previous ? html`<a rel="prev" href="${link(previous)}"><span aria-hidden="true">${back} </span>${label(previous)}</a>` : html`<span></span>`}
    ${corrected ? html`<a href="${link(corrected)}" ${attributes}>${words.corrects}</a>` : html`<a href="${href(site, `/editions/${newsletter.slug}`)}" ${attributes}>${words.all}</a>`}
    ${next ? html`<a rel="next" href="${link(next)}">${label(next)}<span aria-hidden="true"> ${on}</span></a>` : html`<span></span>`}
  </nav>`;
}

/** An edition in the browser. It is the same for everybody, so it can be linked, cited, cached and printed. */
export function editionPage(site: Site, view: EditionPageView): Html {
  const { edition, newsletter, stories, corrections } = view;
  const { language } = newsletter;
  const day = formatDay(edition.date, language);
  const title = edition.subject || `${newsletter.name}, ${day}`;
  const ours = ourWords(language);
  const { words, attributes } = ours;
  const description = edition.preheader || stories[0]?.summary || title;
  return publicPage(site, {
    title,
    language,
    // Rehearsals reached no reader, and the text of a correction is also in another edition.
    isPrivate: edition.is_rehearsal || edition.kind === 'correction',
    masthead: newsletterMasthead(newsletter),
    head: editionHead(site, { loaded: view, title, description, corrections }),
    body: html`<div class="edition">
        ${edition.is_rehearsal ? html`<p class="rehearsal" ${attributes}><strong>${words.rehearsal}.</strong> ${words.rehearsalNote}</p>` : ''}
        ${dateline(view, day, ours)} ${note(view)} ${storyList(site, view, ours)} ${mostReadSection(view.slots, ours)}
        ${signOff(view)} ${pager(site, view, ours)}
        ${shareSection(ours, newsletter, { title, day, url: absoluteUrl(site, editionPath(newsletter.slug, edition)) })}
        <p class="invite">
          <a class="button" href="${href(site, `/newsletters/${newsletter.slug}`)}" ${attributes}
            >${fillWords(words.getByMail, { newsletter: newsletter.name })}</a
          >
        </p>
      </div>
      ${imprint(newsletter, language)}`,
  });
}
