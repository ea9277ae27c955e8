import { isReveilleError } from '../../domain/errors.ts';
import { setNewsletter, type Newsletter, type NewsletterSettings } from '../../editions/newsletters/newsletters.ts';
import { buildSnippets } from '../../editions/newsletters/snippets.ts';
import { signUpWords } from '../../editions/newsletters/signUpWords.ts';
import { catalogueLanguage } from '../../language/catalogues.ts';
import { readFields, type Fields } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { namedNewsletter } from '../namedNewsletter.ts';
import { href } from '../site.ts';
import { signUpSettingsPage } from './signUpSettingsPage.ts';
import type { Web, WebContext } from '../web.ts';

function answer(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  again: { error: string | null; typed: Fields | null } = { error: null, typed: null },
): Response | Promise<Response> {
  setPolicy(c, 'desk');
  const page = signUpSettingsPage(web.site, c.var.staff!, {
    newsletter,
    words: signUpWords(newsletter, catalogueLanguage(newsletter.language)),
    snippets: buildSnippets(web.config.publicUrl, newsletter),
    hasInbox: web.config.relays.length === 0,
    ...again,
  });
  return c.html(page, again.error === null ? 200 : 422);
}

/** A newsletter's sign-up settings: its texts, a preview of the block, and the snippets for other pages. */
export async function showSignUpSettings(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedNewsletter(web, c));
}

function toSettings(fields: Fields): NewsletterSettings {
  return {
    signUpHeading: fields['heading'] ?? '',
    signUpPromise: (fields['promise'] ?? '').replaceAll('\r\n', '\n'),
    signUpButton: fields['button'] ?? '',
    privacyUrl: (fields['privacy'] ?? '').trim(),
    signUpSites: (fields['sites'] ?? '').split(/[\s,]+/).filter(Boolean),
    disposable: fields['disposable'] as 'off',
    pendingDays: fields['days'] ?? '',
  };
}

/** Saves the settings. A wrong value is explained on the same page, and the input is kept. */
export async function changeSignUpSettings(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const fields = await readFields(c);
  try {
    await setNewsletter(web, newsletter.slug, toSettings(fields), c.var.staff!.name);
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
    return answer(web, c, newsletter, { error: error.message, typed: fields });
  }
  return c.redirect(href(web.site, `/desk/newsletters/${newsletter.slug}/sign-up`), 303);
}
