import { withStoryLinks } from '../editions/clicks/links.ts';
import { editionPath } from '../editions/address.ts';
import type { LoadedEdition } from '../editions/load.ts';
import { ownVariant, type Variant } from '../editions/variants.ts';
import type { DigestFormat } from '../domain/choices.ts';
import { SLOT_KINDS } from '../domain/slots.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';
import { buildMessageTemplate } from '../wire/message/build.ts';
import { newSlotNonce, replaceMarks, slotMark, TOKEN_LENGTH } from '../wire/message/slots.ts';
import { formatHeaderDate } from '../wire/message/headers.ts';
import { parseMessageTemplate, spliceMessage } from '../wire/message/template.ts';
import { leavingHeaders } from './leaving.ts';
import { buildHtml } from './mjml.ts';
import { buildPlainDigest } from './plain.ts';
import type { StoriesLook } from './story.ts';
import { standardTemplates, type Templates } from './templates.ts';
import { buildDigestView, subjectOf } from './view.ts';
import { assertWhole } from './whole.ts';
import { wordsIn } from '../language/catalogues.ts';
import { fillWords } from '../language/words.ts';

export type Digest = {
  variant: Variant;
  subject: string;
  preheader: string;
  /** For people to inspect. Its links contain SAMPLE_TOKEN. */
  mjml: string;
  html: string;
  plain: string;
  /** The encoded template, see src/wire/message. */
  message: Buffer;
  /** The size of one message as it is sent. */
  bytes: number;
  /** How many of the last stories were left out to keep the mail below the limit. */
  droppedStories: number;
  /** True if the sponsor's slot and the house notice were left out for the same reason. */
  hasDroppedSlots: boolean;
};

/** Replaces a reader's token in a digest that is only shown. A link with it has no effect. */
export const SAMPLE_TOKEN = 'A'.repeat(TOKEN_LENGTH);

/** Values for a message that is only shown. */
export const SAMPLE_VALUES = {
  to: 'reader@newspaper.example',
  date: formatHeaderDate(new Date(0)),
  messageId: '<sample@newspaper.example>',
  unsubscribeToken: SAMPLE_TOKEN,
  preferencesToken: SAMPLE_TOKEN,
};

/** Gmail cuts a mail at 102 KB. */
const MAX_BYTES = 100_000;
/** What a mail of a format for slow connections should stay below: 15 KB, with signatures. */
const SMALL_BYTES = 13_800;

type Detail = Pick<StoriesLook, 'maxSummary' | 'isBare' | 'hasContents' | 'hasSlots' | 'hasMostRead'> & {
  isPlainBrief: boolean;
};
const ALL: Detail = {
  maxSummary: null,
  isBare: false,
  hasContents: true,
  hasSlots: true,
  hasMostRead: true,
  isPlainBrief: false,
};
/** What is no news of the day goes first. */
const NEWS: Detail = { ...ALL, hasContents: false, hasMostRead: false };
const BARE: Detail = { ...NEWS, isBare: true };
/** The text part has headlines only: the summaries are in the HTML, and two copies of them cost twice the bytes. */
const BRIEF: Detail = { ...BARE, isPlainBrief: true };
const briefWithin = (maxSummary: number): Detail => ({ ...BRIEF, maxSummary });

/**
 * The size of a mail of each format as sent, and what it leaves out, in turn, to keep to it. No story is left out for
 * the small formats: a mail that is still too large is sent as it is.
 */
const BUDGETS: Readonly<Record<DigestFormat, { maxBytes: number; details: readonly Detail[] }>> = {
  full: { maxBytes: MAX_BYTES, details: [ALL, NEWS, { ...NEWS, hasSlots: false }] },
  text: {
    maxBytes: SMALL_BYTES,
    details: [
      ALL,
      NEWS,
      BARE,
      BRIEF,
      ...[300, 250, 210, 180, 150, 120].map(briefWithin),
      { ...briefWithin(120), hasSlots: false },
    ],
  },
  headlines: { maxBytes: SMALL_BYTES, details: [ALL, NEWS, BRIEF, { ...BRIEF, hasSlots: false }] },
};

/** At least this many stories keep their summaries. */
const MIN_FULL = 5;
/** About the size of a story's shortest summary in the HTML. */
const SUMMARY_BYTES = 200;

type Deps = { log: Log; now: () => Date; publicUrl: string; templates?: Templates };
/**
 * `variant` defaults to the newsletter's own, and `maxBytes` to the format's maximum. In a preview, the links are not
 * for readers.
 */
export type DigestOptions = {
  isRehearsal: boolean;
  isTest?: boolean;
  isPreview?: boolean;
  variant?: Variant;
  maxBytes?: number;
};

/** True if only staff follow a digest's links: a rehearsal, a test copy, a preview. */
export function isStaffs({ isRehearsal, isTest = false, isPreview = false }: DigestOptions): boolean {
  return isRehearsal || isTest || isPreview;
}

/** The list headers of an edition (RFC 2369, 2919, 8058), and Gmail's Feedback-ID. */
function listHeaders(
  { edition, newsletter }: LoadedEdition,
  publicUrl: string,
  unsubscribeUrl: string,
): [string, string][] {
  const host = newsletter.from_address.slice(newsletter.from_address.lastIndexOf('@') + 1);
  return [
    ['List-Id', `<${newsletter.slug}.${host}>`],
    ...leavingHeaders(newsletter, unsubscribeUrl),
    ['List-Archive', `<${publicUrl}/editions/${newsletter.slug}>`],
    ['Feedback-ID', `${edition.id}:${edition.kind}:${newsletter.slug}:reveille`],
  ];
}

type Shape = Pick<StoriesLook, 'storyCount' | 'fullCount'> & Detail;

async function buildOnce(
  deps: Deps,
  loaded: LoadedEdition,
  { variant = ownVariant(loaded.newsletter), isTest, isRehearsal }: DigestOptions,
  { isPlainBrief, ...shape }: Shape,
): Promise<Digest> {
  const { now, publicUrl } = deps;
  const { edition, newsletter, stories } = loaded;
  const templates = deps.templates ?? (await standardTemplates());
  const theme = await templates.theme(newsletter.theme);
  const words = wordsIn(variant.language).mail;
  const nonce = newSlotNonce();
  const token = slotMark('unsubscribeToken', nonce);
  const links = {
    webUrl: publicUrl + editionPath(newsletter.slug, edition),
    signUpUrl: `${publicUrl}/newsletters/${newsletter.slug}`,
    unsubscribeUrl: `${publicUrl}/unsubscribe/${token}`,
    preferencesUrl: `${publicUrl}/preferences/${slotMark('preferencesToken', nonce)}`,
  };
  const notice = isTest ? words.test : isRehearsal ? words.rehearsal : null;
  const view = buildDigestView(loaded, links, {
    ...variant,
    ...shape,
    notice,
    theme,
    picturesUrl: `${publicUrl}/pictures`,
  });
  const mjml = templates.fill(variant.format, view);
  const html = await buildHtml(mjml, variant.format, templates.locate);
  assertWhole(html, view, { template: variant.format, links: [links.unsubscribeUrl, links.preferencesUrl] });
  const plain = buildPlainDigest(view, { isBrief: isPlainBrief });
  const own = subjectOf(loaded, variant.language);
  const subject = isTest ? fillWords(words.testSubject, { subject: own }) : own;
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
    droppedStories: stories.length - shape.storyCount,
    hasDroppedSlots: !shape.hasSlots && SLOT_KINDS.some((kind) => loaded.slots[kind] !== null),
  };
}

/**
 * Builds an edition's mail in one format and language. If it would exceed `maxBytes` as sent, the small formats leave
 * out bylines and copyright, then the summaries of the text part; then summaries are cut to fewer sentences, and the
 * last stories lose theirs. Stories are left out only of a mail that mailboxes would cut. Throws RENDER_FAILED (no
 * stories, or an error in a template or theme), HEADER_INJECTION or ADDRESS_INVALID.
 */
export async function buildDigest(deps: Deps, rows: LoadedEdition, options: DigestOptions): Promise<Digest> {
  const loaded = withStoryLinks(rows, { publicUrl: deps.publicUrl, isRehearsal: isStaffs(options) });
  const { edition, stories } = loaded;
  if (stories.length === 0) throw new ReveilleError('RENDER_FAILED', `Edition ${edition.id} has no stories.`);
  const format = options.variant?.format ?? 'full';
  const { maxBytes, details } = BUDGETS[format];
  const limit = options.maxBytes ?? maxBytes;
  const mostBytes = options.maxBytes ?? MAX_BYTES;
  const all = stories.length;
  const [first = ALL, ...shorter] = details;
  let least = first;
  let digest = await buildOnce(deps, loaded, options, { storyCount: all, fullCount: null, ...first });
  for (const detail of shorter) {
    if (digest.bytes <= limit) break;
    least = detail;
    digest = await buildOnce(deps, loaded, options, { storyCount: all, fullCount: null, ...detail });
  }
  // The last summaries go before a story does: a headline is better than nothing.
  let full = format === 'text' ? all : null;
  while (digest.bytes > limit && full !== null && full > MIN_FULL) {
    full = Math.max(MIN_FULL, full - Math.max(1, Math.floor((digest.bytes - limit) / SUMMARY_BYTES)));
    digest = await buildOnce(deps, loaded, options, { storyCount: all, fullCount: full, ...least });
  }
  for (let count = all; digest.bytes > mostBytes && count > 1;) {
    // Drops as many as the excess needs at the average size, so that forty stories do not take forty renderings.
    const excess = Math.floor((digest.bytes - mostBytes) / (digest.bytes / count));
    count = Math.max(1, count - Math.max(1, excess));
    digest = await buildOnce(deps, loaded, options, { storyCount: count, fullCount: full, ...least });
  }
  const { bytes, droppedStories, hasDroppedSlots, variant } = digest;
  const of = { editionId: edition.id, ...variant, bytes };
  if (droppedStories > 0) deps.log.warn({ ...of, droppedStories }, 'stories were left out to keep the mail small');
  else if (hasDroppedSlots) deps.log.warn(of, 'the sponsor’s slot was left out to keep the mail small');
  else if (bytes > limit) deps.log.warn(of, 'the mail is larger than its format should be');
  return digest;
}
