import { z } from 'zod';
import { setSlotPicture } from '../../../newsroom/slotPicture.ts';
import { lastFile, readForm, text } from '../../forms.ts';
import { findNamed, namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { readFieldsAbove } from '../fieldsAbove.ts';
import { showSettingsWith } from './settings.ts';

const SlotPictureForm = z.object({
  slot: z.enum(['sponsor', 'house']).catch('sponsor'),
  file: lastFile,
  credit: text,
  alt: text,
});

const SlotTexts = SlotPictureForm.omit({ file: true });
const TOO_LARGE = 'The file is larger than 20 MB. Nothing was uploaded.';

/** Answers a picture that is too large, before it was read: on the page of its form, with the texts kept. */
export async function refuseLargeSlotPicture(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await findNamed(web, c.req.path.split('/').at(-2)!);
  const typed = SlotTexts.parse(await readFieldsAbove(web, c));
  return showSettingsWith(web, c, newsletter, { ...typed, faults: { file: TOO_LARGE } }, 413);
}

/** Stores an uploaded picture as a slot's. What is wrong comes back beside its field, with the texts kept. */
export async function uploadSlotPicture(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const { slot, file, credit, alt } = await readForm(c, SlotPictureForm);
  const bytes = file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
  const faults = await setSlotPicture(web, newsletter, { slot, bytes, credit, alt, actor: c.var.staff!.name });
  if (Object.keys(faults).length > 0) return showSettingsWith(web, c, newsletter, { slot, credit, alt, faults });
  return c.redirect(href(web.site, `/desk/newsletters/${newsletter.slug}/settings?saved=${slot}Picture`), 303);
}
