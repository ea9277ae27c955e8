import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { formatLongDate, fillWords } from '../../../language/words.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { href, type Site } from '../../site.ts';
import { html, type Html } from '../../markup/html.ts';
import { oneButton, readerPage } from '../readerPage.ts';

/** The arguments of all unsubscribe pages. `language` is the reader's, else the newsletter's. */
export type WayOut = { site: Site; newsletter: Newsletter; token: string; language: string };

const pathOf = ({ site, token }: WayOut): string => href(site, `/unsubscribe/${token}`);

/** The choices for fewer mails that a reader still has. Null: the reader gets no mails. */
export type Fewer = { frequencies: ('weekdays' | 'weekly')[]; pause: { first: string; last: string } } | null;

/** The question above the button. It is stored in the record. */
export function leaveHeading({ newsletter, language }: Pick<WayOut, 'newsletter' | 'language'>): string {
  return fillWords(wordsIn(language).reader.leave.heading, { newsletter: newsletter.name });
}

function fewerMails(out: WayOut, { frequencies, pause }: NonNullable<Fewer>): Html {
  const words = wordsIn(out.language).reader.leave;
  const path = pathOf(out);
  return html`<section>
    <h2>${words.fewer}</h2>
    <div class="choices">${frequencies.map((frequency) => oneButton(path, frequency, words[frequency], true))}</div>
    <form method="post" action="${path}" class="pause">
      <label for="until">${words.pauseUntil}</label>
      <input id="until" name="until" type="date" required min="${pause.first}" max="${pause.last}" />
      <button class="quiet" name="action" value="pause">${words.pause}</button>
    </form>
  </section>`;
}

/** The unsubscribe page: this newsletter, fewer mails, or everything. */
export function unsubscribePage(out: WayOut, fewer: Fewer, error: string | null = null): Html {
  const words = wordsIn(out.language).reader.leave;
  const path = pathOf(out);
  const body = html`<div class="message way-out">
    <h1>${leaveHeading(out)}</h1>
    ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
    <p>${words.text}</p>
    ${oneButton(path, 'leave', words.button)} ${fewer ? fewerMails(out, fewer) : ''}
    <section>
      <h2>${words.everything}</h2>
      <p>${words.everythingText}</p>
      ${oneButton(path, 'leave-all', words.everythingButton, true)}
    </section>
  </div>`;
  const title = fillWords(words.title, { newsletter: out.newsletter.name });
  return readerPage(out.site, out.newsletter, { title, language: out.language, body });
}

function said(out: WayOut, title: string, heading: string, text: string, more: Html | '' = ''): Html {
  const body = html`<section class="message" role="status">
    <h1>${heading}</h1>
    <p>${text}</p>
    ${more}
  </section>`;
  return readerPage(out.site, out.newsletter, { title, language: out.language, body });
}

/** Confirms the opt-out. `undo` is the action of the undo button; null if this request changed nothing. */
export function unsubscribedPage(out: WayOut, undo: 'undo' | 'undo-all' | null, isEverything: boolean): Html {
  const words = wordsIn(out.language).reader.left;
  const heading = isEverything ? words.everythingHeading : words.heading;
  const label = undo === 'undo-all' ? words.undoEverything : words.undo;
  const more = undo
    ? html`<p>${words.slip}</p>
        ${oneButton(pathOf(out), undo, label, true)}`
    : '';
  return said(
    out,
    words.title,
    fillWords(heading, { newsletter: out.newsletter.name }),
    isEverything ? words.everythingText : words.text,
    more,
  );
}

/** Confirms fewer mails. `pausedUntil` is set if the reader chose a pause instead of a frequency. */
export function fewerPage(out: WayOut, chosen: 'weekdays' | 'weekly' | { pausedUntil: string }): Html {
  const words = wordsIn(out.language).reader.fewer;
  const text = typeof chosen === 'string' ? words[chosen] : words.paused;
  const date = typeof chosen === 'string' ? '' : formatLongDate(chosen.pausedUntil, out.language);
  const more = oneButton(pathOf(out), 'undo-choices', words.undo, true);
  return said(out, words.title, words.title, fillWords(text, { newsletter: out.newsletter.name, date }), more);
}

/** Confirms an undo: of the token's newsletter, of others, or of earlier choices. */
export function keptPage(out: WayOut, what: 'active' | 'pending' | 'other' | 'choices'): Html {
  const words = wordsIn(out.language).reader.kept;
  return said(out, words.title, words.title, fillWords(words[what], { newsletter: out.newsletter.name }));
}
