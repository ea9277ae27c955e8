import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SIGN_UP_KEYS } from '../../../editions/newsletters/settings.ts';
import { buildSnippets } from '../../../editions/newsletters/snippets.ts';
import { setPolicy } from '../../headers.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import type { Web, WebContext } from '../../web.ts';
import { readSaved, saveSettings } from './saveSettings.ts';
import type { RefusedSettings } from './settingsForm.ts';
import { signUpSettingsPage } from './signUpSettingsPage.ts';

function answer(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  refused: RefusedSettings | null,
): Response | Promise<Response> {
  // The page has a script of ours, which copies the code.
  setPolicy(c, 'live');
  const page = signUpSettingsPage(web.site, c.var.staff!, {
    newsletter,
    snippets: buildSnippets(web.config.publicUrl, newsletter),
    refused,
    saved: refused ? null : readSaved(c),
  });
  return c.html(page, refused ? 422 : 200);
}

/** A newsletter's sign-up settings: its texts, a preview of the block, and the snippets for other pages. */
export async function showSignUpSettings(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedNewsletter(web, c), null);
}

/** Saves the settings. What is wrong is shown beside its field, with what was typed. */
export function changeSignUpSettings(web: Web, c: WebContext): Promise<Response> {
  return saveSettings(web, c, { at: 'sign-up', keys: SIGN_UP_KEYS }, (newsletter, refused) =>
    answer(web, c, newsletter, refused),
  );
}
