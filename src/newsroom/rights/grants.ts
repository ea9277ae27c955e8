import type { Picture, Right } from '../../domain/story.ts';
import { namesAgency, type AgencyGrants } from './agencies.ts';
import { findReservation, parseEditorsNote, stripNotes, type EditorsNote } from './rightsNotes.ts';

/**
 * The rights that an outlet or an agency grants and bars. `barred` takes precedence over what is granted. `notIn`:
 * ISO 3166 codes. `until`: after this time nothing is granted, and bars still apply.
 */
export type Grants = {
  rights: Right[];
  barred: Right[];
  notIn: string[];
  isCreditMandatory: boolean;
  until: Date | null;
};

/** An item with the data that decides whether and how it may be shown. */
export type RightsItem = {
  title: string;
  summary: string;
  /** The feed's own description, which may be shown without a right. */
  description: string;
  agency: string | null;
  copyright: string | null;
  image: Picture | null;
  editorsNote: string | null;
  embargoUntil: Date | null;
  isWithdrawn: boolean;
  isOwn: boolean;
  outletName: string;
  outlet: Grants;
};

/** The send: its instant, the newsletter's territories (none: all), and the agencies' rights. */
export type Use = { sendAt: Date; territories: readonly string[]; agencies: readonly AgencyGrants[] };

const isGranted = ({ rights, until }: Grants, right: Right, { sendAt }: Use): boolean =>
  rights.includes(right) && (until === null || until > sendAt);

/** The territories of `notIn` that the newsletter serves. A newsletter without territories serves all. */
function barredPlaces(notIn: readonly string[], { territories }: Use): string[] {
  return notIn.filter((code) => territories.length === 0 || territories.includes(code));
}

const agenciesOf = (item: RightsItem, { agencies }: Use): AgencyGrants[] =>
  agencies.filter((agency) => namesAgency(item.agency, agency) || namesAgency(item.copyright, agency));

function noteRefusal(note: EditorsNote, use: Use): string | null {
  if (note.isForbidden) return 'its note to editors forbids it';
  const places = barredPlaces(note.notIn, use);
  return places.length > 0 ? `its note to editors forbids it in ${places.join(', ')}` : null;
}

/**
 * The reason why an item may not be shown in a send, as the end of a sentence: withdrawn, embargoed past the send,
 * barred
 * by outlet, agency or its note to editors, or barred in one of the newsletter's territories. Null if it may be shown.
 */
export function refuseItem(item: RightsItem, use: Use): string | null {
  if (item.isWithdrawn) return `${item.outletName} has withdrawn it`;
  if (item.embargoUntil !== null && item.embargoUntil > use.sendAt)
    return `it is embargoed until ${item.embargoUntil.toISOString()}`;
  for (const { name, barred, notIn } of [{ name: item.outletName, ...item.outlet }, ...agenciesOf(item, use)]) {
    if (barred.includes('headline')) return `${name} bars its stories`;
    const places = barredPlaces(notIn, use);
    if (places.length > 0) return `${name} grants nothing for ${places.join(', ')}`;
  }
  return item.editorsNote === null ? null : noteRefusal(parseEditorsNote(item.editorsNote), use);
}

const isTextBarred = (item: RightsItem, use: Use): boolean =>
  [item.outlet, ...agenciesOf(item, use)].some(({ barred }) => barred.includes('summary'));

/** True of an item that says itself that it may not be published elsewhere, unless a recorded right says otherwise. */
export function isReserved(item: RightsItem, use: Use): boolean {
  if (item.isOwn) return false;
  const isRecorded = [item.outlet, ...agenciesOf(item, use)].some((party) => isGranted(party, 'summary', use));
  const said = [item.editorsNote, item.copyright].filter((text) => text !== null);
  return !isRecorded && said.some((text) => findReservation(text) !== null);
}

/** True if text from the article or its page may be shown besides the feed's own description. */
export function mayExtract(item: RightsItem, use: Use): boolean {
  return !isTextBarred(item, use) && (item.isOwn || isGranted(item.outlet, 'summary', use));
}

/**
 * The part of an item's text that may be shown, without notes to editors: its summary if that is granted, otherwise the
 * feed's own description. Empty if it is barred, or if the item says that it may not be published elsewhere.
 */
export function grantedSummary(item: RightsItem, use: Use): string {
  if (isTextBarred(item, use) || isReserved(item, use)) return '';
  return stripNotes(mayExtract(item, use) ? item.summary : item.description) ?? '';
}

type PictureVerdict = { refusal: string } | { refusal: null; isCreditMandatory: boolean };

/**
 * Judges if an item's picture may be shown. The refusal is the end of a sentence: nobody grants it, somebody bars it, here or
 * by a note to editors, or its mandatory credit is missing.
 */
function judgePicture(item: RightsItem, image: Picture, use: Use): PictureVerdict {
  const { outlet, outletName } = item;
  const credited = use.agencies.filter((agency) => namesAgency(image.credit, agency));
  const isAllowed =
    item.isOwn || isGranted(outlet, 'picture', use) || credited.some((agency) => isGranted(agency, 'picture', use));
  if (!isAllowed) return { refusal: `no right to show pictures of ${outletName} is recorded` };
  const parties = [{ name: outletName, ...outlet }, ...credited, ...agenciesOf(item, use)];
  const bars = parties.find(({ barred }) => barred.includes('picture'));
  if (bars) return { refusal: `${bars.name} bars its pictures` };
  const absent = parties.find(({ notIn }) => barredPlaces(notIn, use).length > 0);
  if (absent) return { refusal: `${absent.name} grants nothing for ${barredPlaces(absent.notIn, use).join(', ')}` };
  const said = [item.editorsNote, image.caption, image.credit, image.alt].filter(Boolean).join('\n');
  const note = parseEditorsNote(said);
  // A bar for a city's papers applies to pictures only. Whether we have readers there is unknown.
  const noted =
    noteRefusal(note, use) ?? (note.unknownPlaces.length > 0 ? 'its note to editors bars some places' : null);
  if (noted !== null) return { refusal: noted };
  const isCreditMandatory = note.isCreditMandatory || parties.some((party) => party.isCreditMandatory);
  if (isCreditMandatory && stripNotes(image.credit) === null)
    return { refusal: 'its credit is mandatory, and it has none' };
  return { refusal: null, isCreditMandatory };
}

/** The reason why an item's picture may not be shown, as the end of a sentence. Null if it may be shown, or there is none. */
export function whyNoPicture(item: RightsItem, use: Use): string | null {
  return item.image === null ? null : judgePicture(item, item.image, use).refusal;
}

/**
 * An item's picture if it may be shown: the paper's own, or granted by its outlet or by an agency in its credit. It must
 * not be barred, here or by a note to editors, and it needs a credit if one is mandatory, which it then says.
 */
export function grantedPicture(item: RightsItem, use: Use): Picture | null {
  const { image } = item;
  if (image === null) return null;
  const verdict = judgePicture(item, image, use);
  if (verdict.refusal !== null) return null;
  const { alt, caption, credit } = image;
  return {
    ...image,
    alt: stripNotes(alt),
    caption: stripNotes(caption),
    credit: stripNotes(credit),
    creditMandatory: verdict.isCreditMandatory,
  };
}
