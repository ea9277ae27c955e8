import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { fillWords } from '../../../language/words.ts';
import type { Ours } from '../../markup/editionWords.ts';
import { html, type Html } from '../../markup/html.ts';

/**
 * Ways to share an edition: the reader's own mail program, and texts that a click selects. Nothing is tracked. Mails link
 * to `#share`, for which browsers open what is folded.
 */
export function shareSection(
  { words, attributes }: Ours,
  newsletter: Newsletter,
  { title, day, url }: { title: string; day: string; url: string },
): Html {
  const { share } = words;
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\r\n${url}`)}`;
  const citation = fillWords(share.cite, { title, newsletter: newsletter.name, day, url });
  return html`<details class="share">
    <summary><span${attributes}>${share.heading}</span></summary>
    <p id="share"><a href="${mail}"${attributes}>${share.mail}</a></p>
    <dl>
      <dt${attributes}>${share.address}</dt>
      <dd class="whole">${url}</dd>
      <dt${attributes}>${share.citation}</dt>
      <dd class="whole">${citation}</dd>
    </dl>
    <p class="fine"${attributes}>${share.hint}</p>
  </details>`;
}
