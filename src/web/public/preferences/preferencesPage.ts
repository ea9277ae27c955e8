import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { assetPath } from '../../assets.ts';
import { href } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';
import { readerPage } from '../readerPage.ts';
import { dataSections, wayOut } from './leaving.ts';
import { newsletterSection, otherNewsletters } from './newsletterChoices.ts';
import { form, type Notice, type Part, type Preferences } from './part.ts';
import { aboutYou, addressSection } from './person.ts';

function noticeBox(part: Part, { text, isError, undo }: Notice): Html {
  return html`<div class="${isError ? 'error' : 'notice'}" id="notice" role="${isError ? 'alert' : 'status'}">
    <p>${text}</p>
    ${undo ? form(part, undo.newsletterId, html`<button class="quiet" name="action" value="${undo.action}">${part.words.undo}</button>`) : ''}
  </div>`;
}

/** The preferences page: the stored choices, with a form for each change. It works without scripts. */
export function preferencesPage(preferences: Preferences, notice: Notice | null): Html {
  const { site, newsletter, token, language, address } = preferences;
  const words = wordsIn(language).reader.preferences;
  const part: Part = { ...preferences, words, path: href(site, `/preferences/${token}`) };
  const body = html`<div class="preferences">
    <h1>${words.title}</h1>
    <p class="promise">${fillWords(words.for, { address })}</p>
    ${notice ? noticeBox(part, notice) : ''} ${part.isSuppressed ? html`<p class="error">${words.suppressed}</p>` : ''}
    ${newsletterSection(part)} ${otherNewsletters(part)} ${aboutYou(part, notice?.typed?.firstName)}
    ${addressSection(part)} ${wayOut(part)} ${dataSections(part)}
  </div>`;
  const head = html`<script src="${href(site, assetPath('zone.js'))}" defer></script>`;
  return readerPage(site, newsletter, { title: words.title, language, head, body });
}
