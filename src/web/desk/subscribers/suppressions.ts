import { z } from 'zod';
import { recordAudit } from '../../../platform/audit.ts';
import { isAddress } from '../../../readers/addresses.ts';
import { bareAddress } from '../../../readers/pasted.ts';
import { suppressAddress } from '../../../readers/suppressions.ts';
import { REASONS, searchSuppressions } from '../../../readers/search/searchSuppressions.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { readNote } from '../../../domain/note.ts';
import { suppressionsPage, type AddedSuppression, type SuppressionFields } from './suppressionsPage.ts';

const NO_FIELDS: SuppressionFields = { q: '', reason: null };
const NOT_ADDED: AddedSuppression = { email: '', note: '', problems: {}, notice: null };

async function answer(
  web: Web,
  c: WebContext,
  {
    fields = NO_FIELDS,
    from = null,
    added = NOT_ADDED,
  }: { fields?: SuppressionFields; from?: string | null; added?: AddedSuppression },
): Promise<Response> {
  const [page, zone] = await Promise.all([
    searchSuppressions(web, { text: fields.q, reason: fields.reason, from }),
    deskZone(web),
  ]);
  setPolicy(c, 'desk');
  const view = { page, fields, added, isLater: from !== null, zone };
  return c.html(suppressionsPage(web.site, c.var.staff!, view), Object.keys(added.problems).length > 0 ? 422 : 200);
}

/** The suppressions, the newest first. */
export function showSuppressions(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, {});
}

const SearchForm = z.object({
  q: text.transform((typed) => typed.slice(0, 254)),
  reason: optionalText.transform((typed) => REASONS.find((each) => each === typed) ?? null),
  from: optionalText,
});

/** Searches them. It is a POST, because addresses are never part of a URL. */
export async function findSuppressions(web: Web, c: WebContext): Promise<Response> {
  const { from, ...fields } = await readForm(c, SearchForm);
  return answer(web, c, { fields, from: from ?? null });
}

const AddForm = z.object({ email: text.transform(bareAddress), note: text });

/** Suppresses an address with a reason, whether a reader has it or not. */
export async function addSuppression(web: Web, c: WebContext): Promise<Response> {
  const { email, note: typed } = await readForm(c, AddForm);
  const { note, problem } = readNote(typed, { isRequired: true });
  const problems: AddedSuppression['problems'] = {
    ...(!isAddress(email) && { email: 'This is not a mail address. An address has the form name@domain.' }),
    ...(problem !== null && { note: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}` }),
  };
  if (Object.keys(problems).length > 0)
    return answer(web, c, {
      added: { email: email.slice(0, 254), note: typed.slice(0, 1000), problems, notice: null },
    });
  const isNew = await suppressAddress(web, { email, reason: 'manual', detail: `by the desk: ${note}` });
  if (isNew) await recordAudit(web.db, { actor: c.var.staff!.name, action: 'subscriber.suppress', detail: { note } });
  const notice = isNew ? 'Suppressed. No more mail is sent to this address.' : 'This address was suppressed already.';
  return answer(web, c, { added: { ...NOT_ADDED, notice } });
}
