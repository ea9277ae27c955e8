import { wordsIn, catalogueLanguage } from '../../language/catalogues.ts';
import { escapeMarkup } from '../../language/escape.ts';
import { fillWords } from '../../language/words.ts';
import type { Newsletter } from './newsletters.ts';
import { signUpWords } from './signUpWords.ts';

export type Snippet = { name: 'link' | 'form' | 'iframe' | 'script'; about: string; code: string };

/** HTML to copy that offers a newsletter's sign-up on a web page. Each snippet works without JavaScript. */
export function buildSnippets(publicUrl: string, newsletter: Newsletter): Snippet[] {
  const language = catalogueLanguage(newsletter.language);
  const ours = wordsIn(language).signUp;
  const words = signUpWords(newsletter, language);
  const page = escapeMarkup(`${publicUrl}/newsletters/${newsletter.slug}`);
  const embed = escapeMarkup(`${publicUrl}/embed/${newsletter.slug}`);
  const heading = escapeMarkup(words.heading.text);
  const subscribe = escapeMarkup(fillWords(ours.subscribeLink, { newsletter: newsletter.name }));
  const link = `<a href="${page}">${subscribe}</a>`;
  return [
    { name: 'link', about: 'A plain link to the sign-up page.', code: link },
    {
      name: 'form',
      about: 'A form in your page. Its answer is a page of this site.',
      code: [
        `<form action="${page}/subscribe" method="post">`,
        `  <p>${heading}: ${escapeMarkup(words.promise.text)}</p>`,
        `  <label>${escapeMarkup(ours.email)} <input name="email" type="email" required autocomplete="email"></label>`,
        `  <button>${escapeMarkup(words.button.text)}</button>`,
        `  <p><small>${escapeMarkup(words.consent.text)}${
          words.privacyUrl ? ` <a href="${escapeMarkup(words.privacyUrl)}">${escapeMarkup(ours.privacy)}</a>` : ''
        }</small></p>`,
        '</form>',
      ].join('\n'),
    },
    {
      name: 'iframe',
      about:
        'The sign-up block in a frame of fixed height. Parameters: theme=light|dark, size=compact, radius=none|large|pill, accent=blue or 1d4f7c.',
      code: `<iframe src="${embed}?theme=auto" title="${heading}" width="100%" height="540" style="border:0;max-width:40rem"></iframe>`,
    },
    {
      name: 'script',
      about:
        'The block in a frame that fits itself; the link stands where scripts are blocked. The same choices as data-theme, data-size, data-radius, data-accent, data-lang.',
      code: [
        `<div data-reveille="${escapeMarkup(newsletter.slug)}" data-theme="auto">${link}</div>`,
        `<script async src="${escapeMarkup(publicUrl)}/embed.js"></script>`,
      ].join('\n'),
    },
  ];
}
