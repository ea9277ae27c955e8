import { recordAudit } from '../../../platform/audit.ts';
import { dateIn } from '../../../domain/due.ts';
import { exportSubscribers } from '../../../readers/exportCsv.ts';
import { readForm } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { FilterForm, isFiltered, readFilter, type FilterFields } from './filterForm.ts';

/** What was exported, for the audit log: which fields narrowed it, without the text, which may be an address. */
function describe({ q, ...others }: FilterFields): Record<string, unknown> {
  const told = Object.entries(others).filter(([, value]) => value);
  return { ...Object.fromEntries(told), ...(q.trim() !== '' && { text: true }) };
}

/** Streams what the search finds, or the whole list, as CSV with the columns of `subscribers export`. */
export async function exportFound(web: Web, c: WebContext): Promise<Response> {
  const fields = await readForm(c, FilterForm);
  const filter = await readFilter(web, fields);
  const detail = isFiltered(fields) ? describe(fields) : { everything: true };
  const entry = { actor: c.var.staff!.name, action: 'subscribers.export' as const, detail };
  await recordAudit(web.db, { ...entry, newsletterId: filter.newsletterId });
  const pieces = exportSubscribers(web, { filter });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
  const date = dateIn(await deskZone(web), web.now());
  c.header('Content-Disposition', `attachment; filename="subscribers-${date}.csv"`);
  return c.body(body, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
}
