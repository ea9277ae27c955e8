import { z } from 'zod';
import { checkPasskey, requestOptions } from '../../../staff/passkeys.ts';
import { readForm, text } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { isOwnForm } from '../../ownForm.ts';
import { refuseVisitor } from '../links/admitVisitor.ts';
import { carriedAgain, welcome } from '../login.ts';
import { showLoginForm } from '../loginForm.ts';
import { answerOptions, findPasskeySite, refuseForeign, sealedChallenge } from './challenge.ts';

/** What a browser needs to sign in with a passkey. The passkey says whose it is: no name is asked for. */
export async function offerSignIn(web: Web, c: WebContext): Promise<Response> {
  if (!isOwnForm(web, c)) return refuseForeign(web, c);
  return answerOptions(web, c, (site) => requestOptions(web, site, { kind: 'sign-in' }));
}

const SignInForm = z.object({ credential: text, to: text, kept: text });

/** Signs in with a passkey. */
export async function signInByPasskey(web: Web, c: WebContext): Promise<Response> {
  const refused = await refuseVisitor(web, c);
  if (refused) return refused;
  const { credential, ...carried } = await readForm(c, SignInForm);
  const site = findPasskeySite(web);
  const order = { answer: credential, sealed: sealedChallenge(web, c), purpose: { kind: 'sign-in' } } as const;
  const account = site && (await checkPasskey(web, site, order));
  if (!account)
    return showLoginForm(web, c, 401, {
      error: 'This passkey did not work here. Try again, or use your password.',
      ...carriedAgain(web, c, carried),
    });
  return welcome(web, c, account, { carried, detail: { by: 'passkey', passkey: account.passkey } });
}
