import type { DigestFormat } from '../../../domain/choices.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import type { Look } from './previewPart.ts';
import type { ReaderSeen } from './readerSeen.ts';
import type { TypedField } from './returned.ts';

const FORMATS: Readonly<Record<DigestFormat, string>> = {
  full: 'full, with pictures',
  text: 'text first',
  headlines: 'headlines only',
};

const WHY_NOT: Readonly<Record<NonNullable<ReaderSeen['whyNot']>, string>> = {
  'no subscription': 'They are not subscribed to this newsletter, so they do not get it.',
  'not active': 'Their subscription is not active, so they do not get it.',
  suppressed: 'Their address is suppressed, so they do not get it.',
  'not wanted': 'They chose another frequency or a pause, so they do not get it.',
};

function languageName(tag: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}

function caption(
  desk: Desk,
  { edition, newsletter }: DeskEdition,
  { address, firstName, variant, whyNot }: ReaderSeen,
  look: Look,
) {
  return html`<p class="seen-as" role="status">
    To <b class="address">${firstName ? `${firstName} <${address}>` : address}</b>,
    ${FORMATS[variant.format]}${variant.language === newsletter.language ? '' : `, ${languageName(variant.language)}`}.
    ${whyNot === null ? '' : html`<b class="wrong">${WHY_NOT[whyNot]}</b>`} The preview’s links change nothing for this
    reader. <a href="${editionPath(desk, edition.id, `?look=${look}#preview`)}">Show the usual digest</a>
  </p>`;
}

/** The form that shows the digest as a subscriber gets it, and as whom it is shown. */
export function readerPart(
  desk: Desk,
  view: DeskEdition,
  { look, reader, refused }: { look: Look; reader: ReaderSeen | null; refused: TypedField | undefined },
): Html {
  const state = refused ? html`aria-invalid="true" aria-describedby="reader-fault"` : '';
  const body = html`<input type="hidden" name="look" value="${look}" data-look-field />
    <label for="reader">As seen by</label>
    <input
      id="reader"
      name="reader"
      type="text"
      inputmode="email"
      autocapitalize="none"
      spellcheck="false"
      maxlength="254"
      placeholder="address of a subscriber"
      value="${refused?.typed ?? ''}"
      ${state}
    />
    <button class="quiet small">Show</button>
    ${refused ? html`<span class="error" id="reader-fault" role="alert">${refused.fault}</span>` : ''}`;
  return html`<div id="as-seen" data-part data-reader="${reader?.id ?? ''}">
    ${deskForm(desk, view.edition.id, 'reader', body, 'as-seen')}
    ${reader === null ? '' : caption(desk, view, reader, look)}
  </div>`;
}
