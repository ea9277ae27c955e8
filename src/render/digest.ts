import type { LoadedEdition } from '../editions/load.ts';
import { ownVariant, type Variant } from '../editions/variants.ts';
import type { DigestFormat } from '../domain/choices.ts';
import { ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { buildMessageTemplate } from '../message/build.ts';
import { newSlotNonce, replaceMarks, slotMark, TOKEN_LENGTH } from '../message/slots.ts';
import { parseMessageTemplate, spliceMessage } from '../message/template.ts';
import { buildHtml } from './mjml.ts';
import { buildPlainDigest } from './plain.ts';
import { standardTemplates, type Templates } from './templates.ts';
import { buildDigestView, subjectOf } from './view.ts';
import { wordsIn } from '../words/catalogues.ts';
import { fillWords } from '../words/words.ts';

export type Digest = {
  variant: Variant;
  subject: string;
  preheader: string;
  /** For people to look at: their links hold SAMPLE_TOKEN. */
  mjml: string;
  html: string;
  plain: string;
  /** The encoded template, see src/message. */
  message: Buffer;
  /** Of one message as it is sent. */
  bytes: number;
  /** How many of the last stories were left out to keep the mail whole. */
  droppedStories: number;
};

/** Stands for a reader's token wherever a digest is only looked at; no link with it acts for anybody. */
export const SAMPLE_TOKEN = 'A'.repeat(TOKEN_LENGTH);

/** What fills a message that is only looked at. */
export const SAMPLE_VALUES = {
  to: 'reader@newspaper.example',
  messageId: '<sample@newspaper.example>',
  unsubscribeToken: SAMPLE_TOKEN,
  preferencesToken: SAMPLE_TOKEN,
};

/** Gmail cuts a mail at 102 KB; what is made for narrow bands stays well below that. */
const MAX_BYTES: Readonly<Record<DigestFormat, number>> = { full: 100_000, text: 15_000, headlines: 40_000 };

type Deps = { log: Log; now: () => Date; publicUrl: string; templates?: Templates };
/** Without a `variant` the newsletter's own; `maxBytes` unless told what the format allows. */
export type DigestOptions = { isRehearsal: boolean; isTest?: boolean; variant?: Variant; maxBytes?: number };

/** The list headers of an edition (RFC 2369, 2919, 8058), and Gmail's Feedback-ID. */
function listHeaders(
  { edition, newsletter }: LoadedEdition,
  publicUrl: string,
  unsubscribeUrl: string,
): [string, string][] {
  const host = newsletter.from_address.slice(newsletter.from_address.lastIndexOf('@') + 1);
  return [
    ['List-Id', `<${newsletter.slug}.${host}>`],
    ['List-Unsubscribe', `<${unsubscribeUrl}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Archive', `<${publicUrl}/editions/${newsletter.slug}>`],
    ['Feedback-ID', `${edition.id}:${edition.kind}:${newsletter.slug}:reveille`],
  ];
}

async function buildOnce(
  deps: Deps,
  loaded: LoadedEdition,
  { variant = ownVariant(loaded.newsletter), ...options }: DigestOptions,
  storyCount: number,
): Promise<Digest> {
  const { now, publicUrl } = deps;
  const { edition, newsletter, stories } = loaded;
  const templates = deps.templates ?? (await standardTemplates());
  const words = wordsIn(variant.language).mail;
  const nonce = newSlotNonce();
  const links = {
    webUrl: `${publicUrl}/editions/${newsletter.slug}/${edition.date}`,
    unsubscribeUrl: `${publicUrl}/unsubscribe/${slotMark('unsubscribeToken', nonce)}`,
    preferencesUrl: `${publicUrl}/preferences/${slotMark('preferencesToken', nonce)}`,
  };
  const notice = options.isTest ? words.test : options.isRehearsal ? words.rehearsal : null;
  const view = buildDigestView(loaded, links, { notice, storyCount, language: variant.language });
  const mjml = templates.fill(variant.format, view);
  const html = await buildHtml(mjml, `${variant.format}.mjml`);
  const plain = buildPlainDigest(view);
  const own = subjectOf(loaded, variant.language);
  const subject = options.isTest ? fillWords(words.testSubject, { subject: own }) : own;
  const message = buildMessageTemplate(
    {
      from: { name: newsletter.from_name, address: newsletter.from_address },
      replyTo: newsletter.reply_to,
      subject,
      date: now(),
      headers: listHeaders(loaded, publicUrl, links.unsubscribeUrl),
      text: plain,
      html,
    },
    nonce,
  );
  const shown = (text: string): string => replaceMarks(text, nonce, SAMPLE_TOKEN);
  return {
    variant,
    subject,
    preheader: view.preheader,
    mjml: shown(mjml),
    html: shown(html),
    plain: shown(plain),
    message,
    bytes: spliceMessage(parseMessageTemplate(message), SAMPLE_VALUES).length,
    droppedStories: stories.length - storyCount,
  };
}

/**
 * An edition's rows as a mail of one format and language. The last stories are left out rather than that the mail
 * exceeds `maxBytes` as sent. Throws RENDER_FAILED (no stories, or a template with an error),
 * HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function buildDigest(deps: Deps, loaded: LoadedEdition, options: DigestOptions): Promise<Digest> {
  const { edition, stories } = loaded;
  if (stories.length === 0) throw new ReveilleError('RENDER_FAILED', `Edition ${edition.id} has no stories.`);
  const maxBytes = options.maxBytes ?? MAX_BYTES[options.variant?.format ?? 'full'];
  let storyCount = stories.length;
  let digest = await buildOnce(deps, loaded, options, storyCount);
  while (digest.bytes > maxBytes && storyCount > 1) {
    // As many as the excess is worth at the average size: forty stories need no forty renderings.
    const excess = Math.floor((digest.bytes - maxBytes) / (digest.bytes / storyCount));
    storyCount = Math.max(1, storyCount - Math.max(1, excess));
    digest = await buildOnce(deps, loaded, options, storyCount);
  }
  const { bytes, droppedStories } = digest;
  if (droppedStories > 0)
    deps.log.warn({ editionId: edition.id, droppedStories, bytes }, 'stories were left out to keep the mail small');
  else if (bytes > maxBytes) deps.log.warn({ editionId: edition.id, bytes }, 'the mail is larger than inboxes show');
  return digest;
}
