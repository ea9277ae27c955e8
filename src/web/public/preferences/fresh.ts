import { z } from 'zod';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import { requestAddressChange } from '../../../readers/addressChange.ts';
import { openFreshLink, type FreshPurpose } from '../../../readers/freshLinks.ts';
import { eraseSubscriber } from '../../../readers/erase.ts';
import { showSubscriber } from '../../../readers/record.ts';
import { issueToken } from '../../../platform/tokens.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { readForm, text } from '../../forms.ts';
import { href } from '../../site.ts';
import { freshDonePage, freshPage, type FreshRefusal } from './freshPage.ts';
import type { Web, WebContext, WebHandler } from '../../web.ts';
import { evidenceOf } from '../signUp/evidence.ts';
import { languageFor } from './reader.ts';

type Opened = {
  token: string;
  subscriberId: number;
  newsletter: Newsletter;
  language: string;
  email: string;
  /** The address in its readable form. */
  address: string;
};

async function open(web: Web, c: WebContext, purpose: FreshPurpose): Promise<Opened> {
  const token = c.req.param('token') ?? '';
  const { subscriberId, newsletterId, email, language } = await openFreshLink(web, purpose, token);
  const newsletter = await web.db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', newsletterId)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  const spoken = languageFor({ language }, newsletter);
  return { token, subscriberId, newsletter, language: spoken, email, address: displayAddress(email) };
}

/** Shows the button of the action. Link scanners open every link of a mail, so a GET changes nothing. */
export function showFresh(purpose: FreshPurpose): WebHandler {
  return async (web, c) => {
    const opened = await open(web, c, purpose);
    return c.html(freshPage({ site: web.site, ...opened }, purpose));
  };
}

/** Downloads all data about the reader, as JSON with a stable shape. */
export async function downloadData(web: Web, c: WebContext): Promise<Response> {
  const { email } = await open(web, c, 'data');
  const record = await showSubscriber(web, email);
  c.header('Content-Disposition', 'attachment; filename="my-data.json"');
  return c.body(JSON.stringify(record, null, 2), 200, { 'Content-Type': 'application/json; charset=utf-8' });
}

function refuse(web: Web, c: WebContext, opened: Opened, purpose: FreshPurpose, refusal: FreshRefusal) {
  return c.html(freshPage({ site: web.site, ...opened }, purpose, refusal), 422);
}

const EraseForm = z.object({ sure: text });

export async function eraseReader(web: Web, c: WebContext): Promise<Response> {
  const opened = await open(web, c, 'erase');
  const { sure } = await readForm(c, EraseForm);
  const words = wordsIn(opened.language).reader.fresh.erase;
  if (sure !== 'yes') return refuse(web, c, opened, 'erase', { text: words.needsTick });
  await eraseSubscriber(web, opened.email);
  return c.html(freshDonePage({ site: web.site, ...opened }, 'erase', null));
}

const MoveForm = z.object({ email: text });

/** Sends a confirmation link to the new address. */
export async function moveReader(web: Web, c: WebContext): Promise<Response> {
  const opened = await open(web, c, 'move');
  const { email } = await readForm(c, MoveForm);
  const { subscriberId, newsletter } = opened;
  const words = wordsIn(opened.language).reader.fresh.move;
  const { db, keys, now, config } = web;
  const evidence = evidenceOf(web, c, fillWords(words.text, { address: opened.address }));
  try {
    const { outboxId } = await requestAddressChange(
      { db, keys, now, publicUrl: config.publicUrl },
      { subscriberId, newsletterId: newsletter.id, email },
      evidence,
    );
    if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
  } catch (error) {
    const typed = email.slice(0, 254);
    if (isReveilleError(error, 'ADDRESS_INVALID'))
      return refuse(web, c, opened, 'move', { text: words.invalid, typed });
    if (isReveilleError(error, 'INVALID_INPUT')) return refuse(web, c, opened, 'move', { text: words.tooMany, typed });
    throw error;
  }
  const preferences = issueToken(keys, { purpose: 'preferences', subscriberId, newsletterId: newsletter.id });
  return c.html(freshDonePage({ site: web.site, ...opened }, 'move', href(web.site, `/preferences/${preferences}`)));
}
