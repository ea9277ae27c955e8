import type { Db } from '../platform/db/client.ts';
import type { SlotKind } from '../domain/slots.ts';
import { changeNewsletter, tryNewsletter, type Newsletter } from '../editions/newsletters/newsletters.ts';
import type { SettingProblems } from '../editions/newsletters/settings.ts';
import { storeUpload } from './ingest/ingest.ts';

type Sent = { slot: SlotKind; bytes: Buffer; credit: string; alt: string; actor: string };
/** What is wrong with each field; empty if the picture is the slot's now. */
export type SlotPictureFaults = { file?: string; credit?: string; alt?: string };

const ALT_LENGTH = 200;
const KEYS = { sponsor: ['sponsorPicture', 'sponsorAlt'], house: ['housePicture', 'houseAlt'] } as const;

/**
 * Stores a picture that staff uploaded for a sponsor's slot or a house notice, and sets it with its description. What is
 * wrong with it is a value, and then nothing is stored: a stored picture is public at its address. Throws NOT_FOUND.
 */
export async function setSlotPicture(
  deps: { db: Db; now: () => Date },
  newsletter: Newsletter,
  { slot, bytes, credit, alt, actor }: Sent,
): Promise<SlotPictureFaults> {
  const said = alt.trim();
  if (said === '') return { alt: 'Say what the picture shows, for readers who do not see it.' };
  if (said.length > ALT_LENGTH) return { alt: `A description has at most ${ALT_LENGTH} characters.` };
  const [picture, description] = KEYS[slot];
  const tried = await tryNewsletter(newsletter, { [description]: said });
  if (tried.problems) return { alt: `The description ${sayFirst(tried.problems)}.` };
  const uploaded = await storeUpload(deps, { newsletterId: newsletter.id, bytes, credit, alt, actor });
  if (uploaded.kind === 'refused') return { [uploaded.field]: uploaded.message };
  const settings = { [picture]: uploaded.picture.stored!.hash, [description]: said };
  const { problems } = await changeNewsletter(deps, newsletter.slug, settings, actor);
  return problems ? { alt: `The description ${sayFirst(problems)}.` } : {};
}

const sayFirst = (problems: SettingProblems): string => Object.values(problems)[0] ?? 'is refused';
