import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { html, type Html } from '../../markup/html.ts';
import { delivery, pauseSection } from './delivery.ts';
import { form, type Part, type Preferences } from './part.ts';

function subscribe(part: Part, { id, name }: { id: number; name: string }): Html {
  const label = fillWords(part.words.subscribeTo, { newsletter: name });
  return form(
    part,
    id,
    html`<button class="quiet" name="action" value="subscribe" aria-label="${label}">${part.words.subscribe}</button>`,
  );
}

/** The words above a subscribe button. They are stored with the consent. */
export function subscribeText({ language, address }: Pick<Preferences, 'language' | 'address'>): string {
  return fillWords(wordsIn(language).reader.preferences.subscribeText, { address });
}

/** The token's newsletter with all its choices. */
export function newsletterSection(part: Part): Html {
  const { newsletter, subscription, words } = part;
  const status = subscription?.status ?? 'unsubscribed';
  const isActive = subscription?.status === 'active';
  return html`<section aria-labelledby="newsletter">
      <h2 id="newsletter">${newsletter.name} <span class="mark">${words.delivery.status[status]}</span></h2>
      ${
        isActive
          ? delivery(part, subscription)
          : html`<p>${subscribeText(part)}</p>
              ${subscribe(part, newsletter)}`
      }
    </section>
    ${isActive ? pauseSection(part, subscription) : ''}`;
}

/** The other newsletters, each with a subscribe button or a link to its settings. */
export function otherNewsletters(part: Part): Html | '' {
  const { others, words } = part;
  if (others.length === 0) return '';
  return html`<section aria-labelledby="others">
    <h2 id="others">${words.others}</h2>
    <p>${subscribeText(part)}</p>
    <ul class="subscriptions">
      ${others.map(
        ({ id, name, description, status, path }) =>
          html`<li>
            <div>
              <b>${name}</b> ${status ? html`<span class="mark">${words.delivery.status[status]}</span>` : ''}
              ${description ? html`<p>${description}</p>` : ''}
            </div>
            ${
              status === 'active'
                ? html`<a
                    class="button quiet"
                    href="${path}"
                    aria-label="${fillWords(words.settingsOf, { newsletter: name })}"
                    >${words.settings}</a
                  >`
                : subscribe(part, { id, name })
            }
          </li>`,
      )}
    </ul>
  </section>`;
}
