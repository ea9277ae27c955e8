import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { addPasskey, creationOptions, removePasskey, renamePasskey, requestOptions } from '../../../staff/passkeys.ts';
import { readForm, text } from '../../forms.ts';
import { namedId } from '../../namedId.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { showAccountWith } from '../account.ts';
import { answerOptions, findPasskeySite, sealedChallenge } from './challenge.ts';

/** What a browser needs to make a passkey. */
export function offerPasskey(web: Web, c: WebContext): Promise<Response> {
  return answerOptions(web, c, (site) => creationOptions(web, site, c.var.staff!));
}

/** What a browser needs to prove, with a passkey, that the person is still the one who signed in. */
export function offerCheck(web: Web, c: WebContext): Promise<Response> {
  return answerOptions(web, c, (site) => requestOptions(web, site, { kind: 'check', staffId: c.var.staff!.id }));
}

const AddForm = z.object({ attestation: text, label: text });

const NOT_ADDED = 'The passkey was not added. Try again; you have five minutes for it.';

/** Adds a passkey to the account of the person who is signed in. */
export async function keepPasskey(web: Web, c: WebContext): Promise<Response> {
  const { attestation, label } = await readForm(c, AddForm);
  const site = findPasskeySite(web);
  const refuse = (fault: string): Promise<Response> => showAccountWith(web, c, { faults: { passkey: fault } }, 422);
  if (site === null) return refuse('There are no passkeys here.');
  const order = { staff: c.var.staff!, answer: attestation, sealed: sealedChallenge(web, c), label };
  try {
    if (!(await addPasskey(web, site, order))) return await refuse(NOT_ADDED);
  } catch (error) {
    if (isReveilleError(error, 'CONFLICT')) return refuse(error.message);
    throw error;
  }
  return c.redirect(href(web.site, '/desk/account?done=passkey'), 303);
}

const ChangeForm = z.object({ action: text, label: text });

/** Renames or removes a passkey. */
export async function changePasskey(web: Web, c: WebContext): Promise<Response> {
  const { action, label } = await readForm(c, ChangeForm);
  const id = namedId('passkey', c.req.param('id'));
  if (action === 'remove') await removePasskey(web, c.var.staff!, id);
  else await renamePasskey(web, c.var.staff!, id, label);
  return c.redirect(href(web.site, `/desk/account?done=passkey-${action === 'remove' ? 'removed' : 'renamed'}`), 303);
}
