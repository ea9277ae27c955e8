import { z } from 'zod';
import { openRedaction } from '../../../checks/doctor/doctor.ts';
import { openResolver } from '../../../checks/preflight/resolver.ts';
import { openVisits } from '../../../checks/preflight/visit.ts';
import { isReveilleError } from '../../../domain/errors.ts';
import { readId } from '../../../domain/numbers.ts';
import { findNewsletter, listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { dmarcRecord, spfRecord } from '../../../editions/newsletters/senderRecords.ts';
import {
  changeSigning,
  domainThatSigns,
  listSigningKeys,
  SIGNING_ACTIONS,
} from '../../../editions/newsletters/signing.ts';
import { findTestLetter, requestTestLetter } from '../../../editions/testLetter.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { loadLastCheck, startCheck } from './lastCheck.ts';
import { Preflight, preflightOf, type PreflightResult } from './preflightResult.ts';
import { loadRelayLines } from './relayLines.ts';
import { sendingPage, type LetterRefused } from './sendingPage.ts';

async function preflight(web: Web, newsletter: Newsletter): Promise<PreflightResult> {
  // It loads the renderer, which the other pages need not wait for.
  const { runPreflight } = await import('../../../checks/preflight/preflight.ts');
  const redact = openRedaction(web.config);
  const deps = { ...web, resolver: openResolver(null), visit: openVisits(web) };
  const { findings, ticks } = await runPreflight(deps, newsletter);
  return {
    // Relays repeat what they were told.
    findings: findings.map(({ check, outcome, found, todo }) => ({ check, outcome, found: redact(found), todo })),
    ticks: ticks.map(({ provider, requirement, outcome }) => ({
      provider: provider.name,
      requirement: requirement.text,
      note: requirement.note ?? '',
      outcome,
    })),
  };
}

const DONE = ['letter', 'signing'] as const;

async function answer(
  web: Web,
  c: WebContext,
  newsletter: Newsletter | null,
  refused: LetterRefused | null,
): Promise<Response> {
  const { relays } = web.config;
  const letterId = readId(c.req.query('letter') ?? '');
  const domain = newsletter ? domainThatSigns(newsletter.from_address) : null;
  const [newsletters, lines, keys, last, letter, person] = await Promise.all([
    listNewsletters(web),
    loadRelayLines(web),
    domain === null ? [] : listSigningKeys(web, domain),
    newsletter ? loadLastCheck(web, preflightOf(newsletter), Preflight) : null,
    letterId === null ? null : findTestLetter(web, letterId),
    web.db.selectFrom('staff').select('email').where('id', '=', c.var.staff!.id).executeTakeFirst(),
  ]);
  // The page has a script of ours, which copies the records.
  setPolicy(c, 'live');
  const page = sendingPage(web.site, c.var.staff!, {
    newsletters,
    newsletter,
    relays: lines,
    records:
      newsletter && domain
        ? { spf: spfRecord(domain, relays), dmarc: dmarcRecord(domain, newsletter.reply_to ?? newsletter.from_address) }
        : null,
    domain,
    keys,
    last,
    letter: letter && letterId !== null ? { id: letterId, ...letter } : null,
    ownAddress: person?.email ?? '',
    refused,
    done: refused ? null : (DONE.find((each) => each === c.req.query('done')) ?? null),
  });
  return c.html(page, refused ? 422 : 200);
}

async function chosen(web: Web, slug: string | undefined): Promise<Newsletter | null> {
  if (slug !== undefined && /^[a-z0-9-]+$/.test(slug)) return findNewsletter(web, slug);
  return (await listNewsletters(web))[0] ?? null;
}

/** Relays, DNS records to copy, what the preflight found, and a test letter. */
export async function showSending(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await chosen(web, c.req.query('newsletter')), null);
}

const SendingForm = z.object({ newsletter: text, to: text, action: text });

const pathOf = ({ slug }: Newsletter, rest = ''): string => `/desk/sending?newsletter=${slug}${rest}`;

/** Checks a newsletter's sender, as `reveille preflight` does. */
export async function checkSending(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await findNewsletter(web, (await readForm(c, SendingForm)).newsletter);
  await startCheck(web, preflightOf(newsletter), () => preflight(web, newsletter));
  return c.redirect(href(web.site, `${pathOf(newsletter)}#preflight`), 303);
}

/** Sends a short letter through the relay. */
export async function sendTestLetter(web: Web, c: WebContext): Promise<Response> {
  const fields = await readForm(c, SendingForm);
  const newsletter = await findNewsletter(web, fields.newsletter);
  try {
    const id = await requestTestLetter(web, {
      newsletterId: newsletter.id,
      to: fields.to,
      actor: c.var.staff!.name,
    });
    return c.redirect(href(web.site, `${pathOf(newsletter, `&letter=${id}`)}#letter`), 303);
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return answer(web, c, newsletter, { to: fields.to, says: error.message });
  }
}

/** Makes the keys that sign a newsletter's mail, replaces them, or turns signing off or on. */
export async function changeSigningNow(web: Web, c: WebContext): Promise<Response> {
  const fields = await readForm(c, SendingForm);
  const newsletter = await findNewsletter(web, fields.newsletter);
  const action = SIGNING_ACTIONS.find((each) => each === fields.action);
  if (action) await changeSigning(web, domainThatSigns(newsletter.from_address), { action, actor: c.var.staff!.name });
  return c.redirect(href(web.site, `${pathOf(newsletter, action ? '&done=signing' : '')}#dns`), 303);
}
