import type { Picture, Right } from '../../domain/story.ts';
import { namesAgency, type AgencyGrants } from './agencies.ts';
import { parseEditorsNote, stripNotes, type EditorsNote } from './rightsNotes.ts';

/**
 * What an outlet or an agency grants and forbids. `barred` holds whatever is granted; `notIn`: ISO 3166 codes;
 * `until`: from then on nothing is granted any more, while what is barred stays so.
 */
export type Grants = {
  rights: Right[];
  barred: Right[];
  notIn: string[];
  isCreditMandatory: boolean;
  until: Date | null;
};

/** An item with what decides whether and how it may be shown. */
export type RightsItem = {
  title: string;
  summary: string;
  /** What its feed itself says of it: may be shown without a right. */
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

/** For which send: its instant, the territories that the newsletter serves (none named: all), the agencies' rights. */
export type Use = { sendAt: Date; territories: readonly string[]; agencies: readonly AgencyGrants[] };

const isGranted = ({ rights, until }: Grants, right: Right, { sendAt }: Use): boolean =>
  rights.includes(right) && (until === null || until > sendAt);

/** The territories of `notIn` that the newsletter serves; one that names none serves all. */
function barredPlaces(notIn: readonly string[], { territories }: Use): string[] {
  return notIn.filter((code) => territories.length === 0 || territories.includes(code));
}

const agenciesOf = (item: RightsItem, { agencies }: Use): AgencyGrants[] =>
  agencies.filter((agency) => namesAgency(item.agency, agency) || namesAgency(item.copyright, agency));

function noteRefusal(note: EditorsNote, use: Use): string | null {
  if (note.isForbidden) return 'its note to editors forbids it';
  const places = barredPlaces(note.notIn, use);
  return places.length > 0 ? `its note to editors bars ${places.join(', ')}` : null;
}

/**
 * Why an item may not be shown at all in a send, as the end of a sentence; null where it may: withdrawn, embargoed
 * past the send, barred by outlet, agency or its note to editors, or barred where the newsletter is read.
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

/** True where more than the feed's own description may be shown: what was taken from its text or its page. */
export function mayExtract(item: RightsItem, use: Use): boolean {
  return !isTextBarred(item, use) && (item.isOwn || isGranted(item.outlet, 'summary', use));
}

/**
 * What may be shown of an item's text, without notes to editors: its summary where that is granted, else the feed's own
 * description; empty where it is barred.
 */
export function grantedSummary(item: RightsItem, use: Use): string {
  if (isTextBarred(item, use)) return '';
  return stripNotes(mayExtract(item, use) ? item.summary : item.description) ?? '';
}

/**
 * The picture of an item as far as it may be shown: the paper's own, or granted by its outlet or by an agency that its
 * credit names; not barred, here or by a note to editors; and never without a credit where one is mandatory.
 */
export function grantedPicture(item: RightsItem, use: Use): Picture | null {
  const { image, outlet } = item;
  if (image === null) return null;
  const credited = use.agencies.filter((agency) => namesAgency(image.credit, agency));
  const isAllowed =
    item.isOwn || isGranted(outlet, 'picture', use) || credited.some((agency) => isGranted(agency, 'picture', use));
  const parties = [outlet, ...credited, ...agenciesOf(item, use)];
  if (!isAllowed || parties.some(({ barred }) => barred.includes('picture'))) return null;
  if (parties.some(({ notIn }) => barredPlaces(notIn, use).length > 0)) return null;
  const said = [item.editorsNote, image.caption, image.credit, image.alt].filter(Boolean).join('\n');
  const note = parseEditorsNote(said);
  // A city's papers are barred from pictures only; whether its readers are ours nobody can tell.
  if (noteRefusal(note, use) !== null || note.unknownPlaces.length > 0) return null;
  const credit = stripNotes(image.credit);
  const isMandatory = note.isCreditMandatory || parties.some(({ isCreditMandatory }) => isCreditMandatory);
  if (isMandatory && credit === null) return null;
  return { ...image, alt: stripNotes(image.alt), caption: stripNotes(image.caption), credit };
}
