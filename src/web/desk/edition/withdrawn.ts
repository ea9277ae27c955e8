import { z } from 'zod';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { keepStory, letGo, listWithdrawals } from '../../../newsroom/withdrawals.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';
import { keepPage } from './withdrawnPart.ts';

const KeepForm = z.object({ item: text, reason: text });

/** Keeps a withdrawn story in the edition, or puts it back. A reason that cannot be saved comes back in its form. */
export async function keep(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { item, reason } = await readForm(c, KeepForm);
  const itemId = namedId('report', item);
  const deps = { ...web, isRehearsal: web.config.relays.length === 0 };
  try {
    await keepStory(deps, { editionId: edition.id, itemId, reason, actor: c.var.staff!.name });
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT', 'CONFLICT', 'EDITION_STATE')) throw error;
    const withdrawal = (await listWithdrawals(web, edition)).find((each) => each.itemId === itemId);
    if (!withdrawal) throw new ReveilleError('CONFLICT', error.message);
    setPolicy(c, 'desk');
    const desk = { site: web.site, staff: c.var.staff! };
    const status = isReveilleError(error, 'INVALID_INPUT') ? 422 : 409;
    return c.html(keepPage(desk, edition, withdrawal, { itemId, reason, fault: error.message }), status);
  }
  return backToEdition(web, c, edition.id, '?said=story-kept#withdrawn');
}

const LetGoForm = z.object({ item: text });

/** Takes the decision to keep a withdrawn story back. */
export async function letStoryGo(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { item } = await readForm(c, LetGoForm);
  const deps = { ...web, isRehearsal: web.config.relays.length === 0 };
  await letGo(deps, { editionId: edition.id, itemId: namedId('report', item), actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, '?said=story-let-go#withdrawn');
}
