import { z } from 'zod';
import { recordAudit } from '../../../platform/audit.ts';
import { isReveilleError } from '../../../domain/errors.ts';
import { dateIn, instantOf, isDay } from '../../../domain/due.ts';
import { addReader, loadStanding, type Addition } from '../../../readers/addReader.ts';
import { isAddress } from '../../../readers/addresses.ts';
import { bareAddress } from '../../../readers/pasted.ts';
import { keepSignUp } from '../../../readers/signUps.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { formatInstant } from '../../markup/dates.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { addPage, type AddFields, type AddProblems } from './addPage.ts';
import { listNewsletterNames, type NewsletterName } from './filterForm.ts';

const MAX_CONSENT = 2000;

const AddForm = z.object({
  newsletter: optionalText,
  email: text.transform(bareAddress),
  first_name: text,
  how: optionalText.transform((typed) => (typed === 'letter' ? ('letter' as const) : ('consent' as const))),
  consent: text,
  source: text,
  date: text,
});

type View = { fields: AddFields; problems: AddProblems; notice: string | null };

async function answer(web: Web, c: WebContext, newsletters: NewsletterName[], view: View): Promise<Response> {
  setPolicy(c, 'desk');
  const page = addPage(web.site, c.var.staff!, { ...view, newsletters });
  return c.html(page, Object.keys(view.problems).length > 0 ? 422 : 200);
}

function emptyFields([first]: NewsletterName[], { now }: Web): AddFields {
  const date = dateIn(first?.zone ?? 'UTC', now());
  return { newsletter: first?.slug ?? '', email: '', first_name: '', how: 'consent', consent: '', source: '', date };
}

/** The form that adds one reader. */
export async function showAdd(web: Web, c: WebContext): Promise<Response> {
  const newsletters = await listNewsletterNames(web);
  return answer(web, c, newsletters, { fields: emptyFields(newsletters, web), problems: {}, notice: null });
}

/** What is wrong with the fields, by field. */
function check(fields: AddFields, newsletter: NewsletterName | undefined, now: Date): AddProblems {
  const problems: AddProblems = {};
  if (!newsletter) problems.newsletter = 'Choose a newsletter.';
  if (!isAddress(fields.email)) problems.email = 'This is not a mail address. An address has the form name@domain.';
  if (fields.how === 'letter') return problems;
  if (fields.consent.trim() === '')
    problems.consent = 'Write what the reader agreed to, in the words that they saw or heard.';
  else if (fields.consent.length > MAX_CONSENT) problems.consent = `The text has more than ${MAX_CONSENT} characters.`;
  if (fields.source.trim() === '')
    problems.source = 'Write where the consent comes from, for example “subscription form on paper”.';
  if (!isDay(fields.date)) problems.date = 'Choose the day on which the reader agreed.';
  else if (newsletter && fields.date > dateIn(newsletter.zone, now)) problems.date = 'This day is in the future.';
  return problems;
}

/** Why an address was not added, as a sentence. */
function explain({ outcome, standing }: Exclude<Addition, { outcome: 'added' }>, zone: string): string {
  const { suppression, leftAt } = standing;
  const sentences: Readonly<Record<typeof outcome, string>> = {
    subscribed: 'This reader is subscribed already.',
    suppressed: `This address is suppressed (${suppression}). Remove the suppression first, if it is wrong.`,
    erased: 'This reader was erased. Only their own confirmation adds them again: send a confirmation letter.',
    left: `This reader unsubscribed${leftAt === null ? '' : ` on ${formatInstant(leftAt, zone)}`}, after that consent. Send a confirmation letter.`,
  };
  return sentences[outcome];
}

/** Sends the letter that a sign-up sends. Returns why none is sent, or null. */
async function sendLetter(web: Web, c: WebContext, fields: AddFields, newsletterId: number): Promise<string | null> {
  const { email, first_name: firstName } = fields;
  const { status, suppression } = await loadStanding(web, { email, newsletterId });
  if (status === 'active') return 'This reader is subscribed already.';
  if (suppression !== null && suppression !== 'erased')
    return `This address is suppressed (${suppression}). Remove the suppression first, if it is wrong.`;
  const evidence = { textShown: null, pageUrl: 'desk', networkAddress: null, userAgent: null };
  await keepSignUp(web, { newsletterId, email, firstName, evidence, detail: { via: 'desk' } });
  web.backlog.wake();
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'subscriber.invite', newsletterId });
  return null;
}

/** Adds one reader by a consent that they gave elsewhere, or sends them the letter that asks for it. */
export async function addOne(web: Web, c: WebContext): Promise<Response> {
  const newsletters = await listNewsletterNames(web);
  const form = await readForm(c, AddForm);
  const fields: AddFields = {
    ...form,
    newsletter: form.newsletter ?? (newsletters.length === 1 ? newsletters[0]!.slug : ''),
  };
  const newsletter = newsletters.find(({ slug }) => slug === fields.newsletter);
  const problems = check(fields, newsletter, web.now());
  const refuse = (found: AddProblems): Promise<Response> =>
    answer(web, c, newsletters, { fields, problems: found, notice: null });
  if (!newsletter || Object.keys(problems).length > 0) return refuse(problems);
  if (fields.how === 'letter') {
    const why = await sendLetter(web, c, fields, newsletter.id);
    if (why !== null) return refuse({ email: why });
    const notice = 'The confirmation letter is on its way. The reader is subscribed once they confirm.';
    return answer(web, c, newsletters, { fields: emptyFields(newsletters, web), problems: {}, notice });
  }
  const consent = {
    text: fields.consent.trim(),
    source: fields.source.trim(),
    at: instantOf(fields.date, '12:00', newsletter.zone),
  };
  const firstName = fields.first_name;
  try {
    const addition = await addReader(web, { newsletterId: newsletter.id, email: fields.email, firstName, consent });
    if (addition.outcome !== 'added') return await refuse({ email: explain(addition, newsletter.zone) });
    const detail = { subscriber: addition.subscriberId };
    await recordAudit(web.db, {
      actor: c.var.staff!.name,
      action: 'subscriber.add',
      newsletterId: newsletter.id,
      detail,
    });
    return c.redirect(href(web.site, `/desk/subscribers/${addition.subscriberId}`), 303);
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return refuse({ email: error.message });
  }
}
