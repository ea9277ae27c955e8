import { approveEdition } from '../../../editions/approval.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** Approves an edition, so that its send hour sends it. */
export async function approve(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  await approveEdition(web, { editionId: edition.id, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, '?said=approved#approval');
}
