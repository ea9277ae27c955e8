import type { PictureFormat } from '../../domain/pictures.ts';
import type { Picture } from '../../domain/story.ts';
import type { EditionStory } from '../../editions/load.ts';
import { chooseAlt } from '../../newsroom/pictures/alt.ts';
import { creditLine } from '../../newsroom/pictures/creditLine.ts';
import { fileName } from '../../newsroom/pictures/file.ts';
import { absoluteUrl, href, type Site } from '../site.ts';
import type { Ours } from './editionWords.ts';
import { html, type Html } from './html.ts';

type Stored = NonNullable<Picture['stored']>;

const path = (hash: string, width: number, format: PictureFormat): string =>
  `/pictures/${fileName({ hash, width, format })}`;

/** Narrower pictures are thumbnails for mails; no page shows them. */
const MIN_WIDTH = 300;
/** The only size for browsers without WebP, because they are few. */
const FALLBACK_WIDTH = 560;

function srcset(site: Site, { hash, widths, width: widest }: Stored): string {
  return widths
    .filter((width) => width >= MIN_WIDTH || width === widest)
    .map((width) => `${href(site, path(hash, width, 'webp'))} ${width}w`)
    .join(', ');
}

/** The language attributes of a story's own words, and the words of the catalogue. */
type Said = { own: Html; ours: Ours };

/** How large a story is. Null: as most are. */
export type StorySize = 'lead' | 'middle';

/** The text below a picture, as in the mail: caption and credit, each a paragraph. */
function figcaption(caption: string, credit: string | null, { own, ours }: Said): Html {
  const line = creditLine(credit, ours.mail);
  if (caption === '' && line === null) return html``;
  const what = caption === '' ? '' : html`<p${own}>${caption}</p>`;
  const whose = line === null ? '' : html`<p class="credit" ${line.isOurs ? ours.attributes : own}>${line.text}</p>`;
  return html`<figcaption>${what}${whose}</figcaption>`;
}

/**
 * A story's picture with its credit, or nothing: WebP for browsers that support it, else JPEG. Only the first picture
 * shows its caption, as in the mail.
 */
export function storyPicture(site: Site, story: EditionStory, size: StorySize | null, said: Said): Html {
  const isFirst = size === 'lead';
  const { image } = story;
  if (!image?.stored) return html``;
  const { stored } = image;
  const sizes = isFirst
    ? '(min-width: 44rem) 42rem, 100vw'
    : `(min-width: 40rem) ${size === 'middle' ? 18 : 14}rem, 100vw`;
  const fallback = stored.widths.find((width) => width >= FALLBACK_WIDTH) ?? stored.width;
  const caption = isFirst ? (image.caption?.trim() ?? '') : '';
  const alt = chooseAlt(image.alt, { beside: [story.headline, caption], otherwise: image.caption });
  return html`<figure>
    <picture>
      <source type="image/webp" srcset="${srcset(site, stored)}" sizes="${sizes}" />
      <img
        src="${href(site, path(stored.hash, fallback, 'jpg'))}"
        alt="${alt}"
        width="${stored.width}"
        height="${stored.height}"
        ${isFirst ? '' : html`loading="lazy"`}
        decoding="async"
      />
    </picture>
    ${figcaption(caption, image.credit?.trim() ?? null, said)}
  </figure>`;
}

/** The picture of a sponsor's slot or house notice: small, in WebP where the browser knows it. */
export function slotPicture(site: Site, { alt, ...stored }: Stored & { alt: string }): Html {
  const fallback = stored.widths.find((width) => width >= FALLBACK_WIDTH) ?? stored.width;
  return html`<picture>
    <source type="image/webp" srcset="${srcset(site, stored)}" sizes="9rem" />
    <img
      src="${href(site, path(stored.hash, fallback, 'jpg'))}"
      alt="${alt}"
      width="${stored.width}"
      height="${stored.height}"
      loading="lazy"
      decoding="async"
    />
  </picture>`;
}

/** The address of an edition's first picture, for link previews on other sites. Null without pictures. */
export function previewPicture(site: Site, stories: readonly EditionStory[]): string | null {
  const stored = stories.find(({ image }) => image?.stored)?.image?.stored;
  return stored ? absoluteUrl(site, path(stored.hash, stored.width, 'jpg')) : null;
}
