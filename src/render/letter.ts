import { z } from 'zod';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import type { LetterView } from './plain.ts';
import { clean } from './clean.ts';
import { buildFooter, buildFrame } from './frame.ts';
import type { Theme } from '../editions/themes/theme.ts';
import type { EditionView } from './view.ts';
import { wordsIn, type MailWords } from '../language/catalogues.ts';
import { fillWords } from '../language/words.ts';

const link = z.string().refine((url) => safeUrl(url) !== null, 'must be an http address');
const ConfirmationPayload = z.object({ confirmUrl: link });
const WelcomePayload = z.object({ unsubscribeUrl: link, preferencesUrl: link });
const AddressPayload = z.object({ addressUrl: link });
const FreshLinkPayload = z.object({ purpose: z.enum(['data', 'erase', 'move']), url: link });
const AlertPayload = z.object({ subject: z.string(), lines: z.array(z.string()) });

/** What a letter looks like, and the language that it is in. */
export type LetterLook = { language: string; theme: Theme };

/** The latest edition, for a new reader: where it is and, while it is news, what it says. */
export type LatestEdition = { url: string; view: EditionView | null };

/** A mail to one person that is no edition: what it shows, its subject, and headers of its kind. */
export type Letter = { subject: string; view: LetterView; headers: [string, string][] };

// RFC 3834: nobody wrote it, and no machine should answer it.
const AUTO_SUBMITTED: [string, string] = ['Auto-Submitted', 'auto-generated'];

/**
 * Asks for the confirmation of a sign-up. It holds nothing that was typed there: anybody can type anybody's address, and
 * must not have words of their own sent to it. Throws ZodError where the payload is not one.
 */
export function buildConfirmation(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { confirmUrl } = ConfirmationPayload.parse(payload);
  const words = wordsIn(look.language).mail;
  const { confirmation } = words;
  const values = { newsletter: clean(newsletter.name) };
  const subject = fillWords(confirmation.subject, values);
  const view = {
    ...buildFrame(newsletter, look, {
      title: subject,
      preheader: fillWords(confirmation.preheader, values),
      footer: buildFooter(newsletter, words, { why: confirmation.why, links: [] }),
    }),
    heading: confirmation.title,
    paragraphs: confirmation.paragraphs.map((text) => fillWords(text, values)),
    button: { label: confirmation.button, url: confirmUrl },
    after: confirmation.after.map((text) => fillWords(text, values)),
    latest: [],
  };
  return { subject, view, headers: [AUTO_SUBMITTED] };
}

/** Welcomes a new reader with the latest edition, if there is one. Throws ZodError. */
export function buildWelcome(
  newsletter: Newsletter,
  payload: unknown,
  { latest, ...look }: LetterLook & { latest: LatestEdition | null },
): Letter {
  const { unsubscribeUrl, preferencesUrl } = WelcomePayload.parse(payload);
  const words = wordsIn(look.language).mail;
  const { welcome } = words;
  const values = { newsletter: clean(newsletter.name), fromAddress: newsletter.from_address };
  const subject = fillWords(welcome.subject, values);
  const links = [
    { label: words.preferences, url: preferencesUrl },
    { label: words.unsubscribe, url: unsubscribeUrl },
  ];
  const view = {
    ...buildFrame(newsletter, look, {
      title: subject,
      preheader: fillWords(latest ? welcome.preheader : welcome.preheaderAlone, values),
      footer: buildFooter(newsletter, words, { why: welcome.why, links }),
    }),
    heading: welcome.title,
    paragraphs: welcome.paragraphs.map((text) => fillWords(text, values)),
    button: latest && { label: welcome.button, url: latest.url },
    after: welcome.after.map((text) => fillWords(text, values)),
    latest: latest?.view ? [latest.view] : [],
  };
  const headers: [string, string][] = [
    ['List-Unsubscribe', `<${unsubscribeUrl}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
  return { subject, view, headers };
}

/** Asks a new address whether its reader wants to be mailed there. Throws ZodError where the payload is none. */
export function buildAddressLetter(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { addressUrl } = AddressPayload.parse(payload);
  const words = wordsIn(look.language).mail;
  return buildNews(newsletter, look, words.address, { label: words.address.button, url: addressUrl });
}

/** Brings the link for what only the reader's own mailbox may ask for. Throws ZodError where the payload is none. */
export function buildFreshLinkLetter(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { purpose, url } = FreshLinkPayload.parse(payload);
  const said = wordsIn(look.language).mail.freshLink[purpose];
  return buildNews(newsletter, look, said, { label: said.button, url });
}

/** Tells an old address that the reader is mailed elsewhere from now on. */
export function buildAddressChangedLetter(newsletter: Newsletter, look: LetterLook): Letter {
  return buildNews(newsletter, look, wordsIn(look.language).mail.addressChanged, null);
}

function buildNews(
  newsletter: Newsletter,
  look: LetterLook,
  said: MailWords['addressChanged'],
  button: LetterView['button'],
): Letter {
  const words = wordsIn(look.language).mail;
  const values = { newsletter: clean(newsletter.name) };
  const subject = fillWords(said.subject, values);
  const view = {
    ...buildFrame(newsletter, look, {
      title: subject,
      preheader: fillWords(said.preheader, values),
      footer: buildFooter(newsletter, words, { why: fillWords(said.why, values), links: [] }),
    }),
    heading: said.title,
    paragraphs: said.paragraphs.map((text) => fillWords(text, values)),
    button,
    after: said.after.map((text) => fillWords(text, values)),
    latest: [],
  };
  return { subject, view, headers: [AUTO_SUBMITTED] };
}

/** Tells staff that something needs them. Throws ZodError. */
export function buildAlert(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { subject: given, lines } = AlertPayload.parse(payload);
  const words = wordsIn(look.language).mail;
  const subject = clean(given);
  const view = {
    ...buildFrame(newsletter, look, {
      title: subject,
      preheader: fillWords(words.alert.preheader, { newsletter: clean(newsletter.name) }),
      footer: buildFooter(newsletter, words, { why: words.alert.why, links: [] }),
    }),
    heading: subject,
    paragraphs: lines.map(clean).filter(Boolean),
    button: null,
    after: [],
    latest: [],
  };
  return { subject, view, headers: [AUTO_SUBMITTED] };
}
