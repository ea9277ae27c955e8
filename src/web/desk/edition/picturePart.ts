import { isUpload } from '../../../domain/pictures.ts';
import { isAnyOf, OPEN, STARTED } from '../../../domain/states.ts';
import type { Picture, StoredPicture } from '../../../domain/story.ts';
import type { Edition, EditionStory } from '../../../editions/load.ts';
import type { PictureChoice, PictureChoices } from '../../../newsroom/compose/compose.ts';
import { fileName } from '../../../newsroom/pictures/file.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import { formToken } from '../deskPage.ts';
import { roleNote } from '../access.ts';
import { deskForm, editionPath, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { describedBy, faultLine, formFault, storyPage, type Faults } from './storyPage.ts';

/** The form for an upload as it was typed. Browsers do not keep a file. */
export type TypedUpload = { credit: string; alt: string };
export type UploadField = 'file' | 'credit' | 'alt';

export type PictureView = {
  edition: Edition;
  storyId: number;
  found: PictureChoices;
  typed: TypedUpload;
  faults: Faults<UploadField>;
};

const PREVIEW_WIDTH = 352;

function preview(site: Site, stored: StoredPicture, alt: string | null): Html {
  const width = stored.widths.find((each) => each >= PREVIEW_WIDTH) ?? stored.width;
  return html`<img
    src="${href(site, `/pictures/${fileName({ hash: stored.hash, width, format: 'jpg' })}`)}"
    alt="${alt ?? ''}"
    width="${stored.width}"
    height="${stored.height}"
    loading="lazy"
  />`;
}

function size({ width, height, stored }: Picture): string {
  const known = stored ?? { width, height };
  return known.width === null || known.height === null ? 'size unknown' : `${known.width} × ${known.height} pixels`;
}

const isShown = ({ picture, stored }: PictureChoice, image: Picture | null): boolean =>
  image !== null && (image.url === picture.url || (stored !== null && image.stored?.hash === stored.hash));

function choiceItem(desk: Desk, choice: PictureChoice, { image }: PictureChoices): Html {
  const { itemId, outlet, picture, stored, refusal } = choice;
  const act = isShown(choice, image)
    ? html`<p class="mark">shown now</p>`
    : refusal === null
      ? html`<button class="quiet small" name="item" value="${itemId}">
          Use this picture<span class="unseen"> of ${outlet}</span>
        </button>`
      : html`<p class="reason">It cannot be chosen: ${refusal}.</p>`;
  return html`<li class="picture-choice">
    ${stored ? preview(desk.site, stored, picture.alt) : html`<p class="no-preview">${refusal === null ? 'Not fetched yet' : 'Not shown here'}</p>`}
    <div>
      <p>
        <b>${outlet}</b><br /><small
          >${picture.credit ? `Credit: ${picture.credit}` : 'No credit'} ·
          ${size(picture)}${picture.caption ? ` · ${picture.caption}` : ''}</small
        >
      </p>
      ${act}
    </div>
  </li>`;
}

function chooseForm(desk: Desk, { edition, storyId, found }: PictureView): Html {
  const story = html`<input type="hidden" name="story" value="${storyId}" />`;
  const isPending = found.choices.some(({ refusal, stored }) => refusal === null && stored === null);
  const previews = html`${story}<button class="quiet">Fetch the pictures that are not fetched yet</button>`;
  const none =
    found.image === null ? '' : html`<p><button class="quiet" name="item" value="none">Show no picture</button></p>`;
  const list = html`<ul class="listed">
    ${found.choices.map((choice) => choiceItem(desk, choice, found))}
  </ul>`;
  const body = html`${story}${found.choices.length === 0 ? html`<p>No report of this story has a picture.</p>` : list}${none}`;
  return html`${mayPost(desk, 'picture') ? deskForm(desk, edition.id, 'picture', body) : list}
  ${isPending ? deskForm(desk, edition.id, 'picture-previews', previews) : ''}`;
}

function uploadForm(desk: Desk, { edition, storyId, typed, faults }: PictureView): Html {
  if (!mayPost(desk, 'upload')) return html``;
  // The story stands in the address, and the file last: one that is too large is not read, and the texts above it are kept.
  return html`<form
    class="upload"
    method="post"
    enctype="multipart/form-data"
    action="${editionPath(desk, edition.id, `/upload?story=${storyId}`)}"
    autocomplete="off"
  >
    ${formToken(desk.staff)}
    <p class="field">
      <label for="upload-credit">Credit</label
      ><input
        id="upload-credit"
        name="credit"
        required
        maxlength="200"
        value="${typed.credit}"
        ${describedBy('upload-credit-fault', faults.credit)}
      />
      ${faultLine('upload-credit-fault', faults.credit)}
    </p>
    <p class="field">
      <label for="upload-alt">Alternative text <small>what it shows, for readers who do not see it</small></label
      ><input
        id="upload-alt"
        name="alt"
        maxlength="500"
        value="${typed.alt}"
        ${describedBy('upload-alt-fault', faults.alt)}
      />
      ${faultLine('upload-alt-fault', faults.alt)}
    </p>
    <p class="field">
      <label for="upload-file">Picture <small>JPEG, PNG or WebP, up to 20 MB</small></label
      ><input
        id="upload-file"
        name="file"
        type="file"
        required
        accept="image/jpeg,image/png,image/webp"
        ${describedBy('upload-file-fault', faults.file)}
      />
      ${faultLine('upload-file-fault', faults.file)}
    </p>
    <button>Upload and use it</button>
  </form>`;
}

/** The page on which staff choose a story's picture, or upload one. */
export function picturePage(desk: Desk, view: PictureView): Html {
  const { edition, found, faults } = view;
  const { image } = found;
  const now =
    image?.stored === undefined
      ? html`<p>The story shows no picture.</p>`
      : html`<div class="picture-choice">
          ${preview(desk.site, image.stored, image.alt)}
          <p>
            Shown now${isUpload(image) ? ', uploaded' : ''}<br /><small
              >${image.credit ? `Credit: ${image.credit}` : 'No credit'} · ${size(image)}</small
            >
          </p>
        </div>`;
  return storyPage(desk, edition, {
    title: 'Choose a picture',
    back: `#story-${found.position}`,
    body: html`${formFault(faults)}${faults.file || faults.credit || faults.alt ? html`<p role="alert" class="reason">The picture was not uploaded. See below.</p>` : ''}
      <p><b>${found.position}</b> ${found.headline}</p>
      ${now}
      <section class="card">
        <h2>Pictures of its reports <small>${found.choices.length}</small></h2>
        ${chooseForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/picture', 'Choosing a picture')}
      </section>
      <section class="card">
        <h2>Upload a picture</h2>
        ${uploadForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/upload', 'Uploading a picture')}
      </section>`,
  });
}

/** The link to that page; empty where the story's picture can no longer be changed. */
export function pictureLink(desk: Desk, { edition }: DeskEdition, { story_id: storyId }: EditionStory): Html | null {
  if (storyId === null || !isAnyOf([...OPEN, ...STARTED], edition.state)) return null;
  return html`<a href="${editionPath(desk, edition.id, `/picture?story=${storyId}`)}">Choose a picture</a>`;
}
