import { z } from 'zod';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { safeUrl } from '../domain/safeUrl.ts';
import type { LetterView } from './plain.ts';
import { clean, cleanLine } from './clean.ts';
import { buildFooter, buildFrame } from './frame.ts';
import { leavingHeaders } from './leaving.ts';
import type { Theme } from '../editions/themes/theme.ts';
import type { EditionView } from './view.ts';
import { bindHour } from '../language/bind.ts';
import { catalogueLanguage, wordsIn, wordsLanguage, type MailWords } from '../language/catalogues.ts';
import { fillPlural, fillWords, formatDayAndHour, joinNames } from '../language/words.ts';

const link = z.string().refine((url) => safeUrl(url) !== null, 'must be an http address');
/** Rows from before have no `unsubscribeUrl`. */
const ConfirmationPayload = z.object({ confirmUrl: link, unsubscribeUrl: link.optional() });
const WelcomePayload = z.object({ unsubscribeUrl: link, preferencesUrl: link });
const AddressPayload = z.object({ addressUrl: link });
const FreshLinkPayload = z.object({ purpose: z.enum(['data', 'erase', 'move']), url: link });
const StaffPayload = z.object({ purpose: z.enum(['invitation', 'reset']), url: link });
const AlertPayload = z.object({ subject: z.string(), lines: z.array(z.string()) });

/** The theme and language of a letter. */
type LetterLook = { language: string; theme: Theme };

/** The latest edition, for a new reader: its address and, while it is recent, its content. */
export type LatestEdition = { url: string; view: EditionView | null };

/** A mail to one person that is not an edition: its content, subject and extra headers. */
export type Letter = { subject: string; view: LetterView; headers: [string, string][] };

// RFC 3834: the mail was generated automatically, and no program should answer it.
const AUTO_SUBMITTED: [string, string] = ['Auto-Submitted', 'auto-generated'];

/**
 * Asks for the confirmation of a sign-up. It contains no text from the sign-up form: anybody can type anybody's address,
 * and must not be able to send them text. Throws ZodError if the payload is invalid.
 */
export function buildConfirmation(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { confirmUrl, unsubscribeUrl } = ConfirmationPayload.parse(payload);
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
    latestHeading: null,
    latest: [],
  };
  const leaving = unsubscribeUrl === undefined ? [] : leavingHeaders(newsletter, unsubscribeUrl);
  return { subject, view, headers: [AUTO_SUBMITTED, ...leaving] };
}

/** When a reader's next edition comes, and by which clock to say so. */
export type NextEdition = { at: Date; zone: string };

/** What a new reader can expect: when the next edition comes, and what is in it. */
function describeEditions(newsletter: Newsletter, next: NextEdition | null, language: string): string[] {
  const { welcome } = wordsIn(language).mail;
  const own = catalogueLanguage(language);
  const when = next && formatDayAndHour(next.at, next.zone, wordsLanguage(language));
  const names = newsletter.sections.map(({ name }) => clean(name));
  const contents = [
    cleanLine(newsletter.description) ?? fillPlural(welcome.contents, newsletter.story_count, own),
    names.length === 0 ? null : fillWords(welcome.sections, { sections: joinNames(names, own) }),
  ];
  return [when && bindHour(fillWords(welcome.next, { when })), contents.filter(Boolean).join(' ')].filter(
    (text) => text !== null,
  );
}

/** Welcomes a new reader with the top stories of the latest edition, if there is one. Throws ZodError. */
export function buildWelcome(
  newsletter: Newsletter,
  payload: unknown,
  { latest, next, ...look }: LetterLook & { latest: LatestEdition | null; next: NextEdition | null },
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
    paragraphs: [
      ...welcome.paragraphs.map((text) => fillWords(text, values)),
      ...describeEditions(newsletter, next, look.language),
    ],
    button: latest && { label: welcome.button, url: latest.url },
    after: welcome.after.map((text) => fillWords(text, values)),
    latestHeading: welcome.latest,
    latest: latest?.view ? [latest.view] : [],
  };
  return { subject, view, headers: leavingHeaders(newsletter, unsubscribeUrl) };
}

/** Asks a new address whether its reader wants mail there. Throws ZodError if the payload is invalid. */
export function buildAddressLetter(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { addressUrl } = AddressPayload.parse(payload);
  const words = wordsIn(look.language).mail;
  return buildNews(newsletter, look, words.address, { label: words.address.button, url: addressUrl });
}

/** Sends the link for an action that needs the reader's own mailbox. Throws ZodError if the payload is invalid. */
export function buildFreshLinkLetter(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { purpose, url } = FreshLinkPayload.parse(payload);
  const said = wordsIn(look.language).mail.freshLink[purpose];
  return buildNews(newsletter, look, said, { label: said.button, url });
}

/** Sends a person a link to the desk, for an account or for a new password. Throws ZodError if the payload is invalid. */
export function buildStaffLetter(newsletter: Newsletter, payload: unknown, look: LetterLook): Letter {
  const { purpose, url } = StaffPayload.parse(payload);
  const said = wordsIn(look.language).mail.staffLink[purpose];
  return buildNews(newsletter, look, said, { label: said.button, url });
}

/** Tells an old address that the reader now gets mail elsewhere. */
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
    latestHeading: null,
    latest: [],
  };
  return { subject, view, headers: [AUTO_SUBMITTED] };
}

/** Alerts staff to a problem. Throws ZodError. */
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
    latestHeading: null,
    latest: [],
  };
  return { subject, view, headers: [AUTO_SUBMITTED] };
}
