import { fillWords } from '../../../language/words.ts';
import { html, type Html } from '../../markup/html.ts';
import { form, type Part } from './part.ts';

/** Buttons that unsubscribe from this newsletter or from all. Empty without a subscription. */
export function wayOut(part: Part): Html {
  const { words, newsletter, subscription, others } = part;
  const open = [subscription?.status, ...others.map(({ status }) => status)].filter(
    (status) => status === 'active' || status === 'pending',
  );
  if (open.length === 0) return html``;
  const label = fillWords(words.leave, { newsletter: newsletter.name });
  return html`<section aria-labelledby="everything">
    <h2 id="everything">${words.everything.heading}</h2>
    <p>${words.everything.text}</p>
    <div class="choices">
      ${
        subscription && subscription.status !== 'unsubscribed'
          ? form(part, newsletter.id, html`<button class="quiet" name="action" value="leave">${label}</button>`)
          : ''
      }
      ${form(part, newsletter.id, html`<button class="quiet" name="action" value="leave-all">${words.everything.button}</button>`)}
    </div>
  </section>`;
}

/** Buttons for a copy of all data and for its erasure. Each sends a link to the reader's mailbox. */
export function dataSections(part: Part): Html {
  const { data, erase } = part.words;
  const button = (action: string, label: string): Html =>
    form(part, part.newsletter.id, html`<button class="quiet" name="action" value="${action}">${label}</button>`);
  return html`<section aria-labelledby="data">
      <h2 id="data">${data.heading}</h2>
      <p>${data.text}</p>
      ${button('data', data.button)}
    </section>
    <section class="danger" aria-labelledby="erase">
      <h2 id="erase">${erase.heading}</h2>
      <p>${erase.text}</p>
      ${button('erase', erase.button)}
    </section>`;
}
