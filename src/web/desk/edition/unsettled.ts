import { z } from 'zod';
import { listUnsettled, resendDeliveries, type UnsettledKind } from '../../../editions/resend.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { readForm, text, texts } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { unsettledPage } from './unsettledPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, currentProgress, namedEdition } from './showEdition.ts';
import { assertTyped } from '../typed.ts';

const PAGE_LENGTH = 200;

function parseKind(which: string | undefined): UnsettledKind {
  if (which === 'unknown' || which === 'late') return which;
  throw new ReveilleError('NOT_FOUND', 'There is no such list.');
}

async function countUnsettled(web: Web, loaded: Awaited<ReturnType<typeof namedEdition>>, which: UnsettledKind) {
  const { late, deliveries } = await currentProgress(web, loaded.edition);
  return which === 'late' ? late : deliveries.unknown;
}

/** Readers whose delivery is unknown, or failed as late, in pages ordered by subscriber. */
export async function showUnsettled(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const which = parseKind(c.req.query('which') ?? 'unknown');
  const given = c.req.query('after') ?? '';
  const after = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  const [rows, total] = await Promise.all([
    listUnsettled(web, loaded.edition.id, { which, after, limit: PAGE_LENGTH + 1 }),
    countUnsettled(web, loaded, which),
  ]);
  const readers = rows.slice(0, PAGE_LENGTH);
  setPolicy(c, 'live');
  return c.html(
    unsettledPage(
      { site: web.site, staff: c.var.staff! },
      {
        ...loaded,
        which,
        readers,
        total,
        isFirstPage: after === 0,
        nextAfter: rows.length > PAGE_LENGTH ? readers.at(-1)!.subscriberId : null,
      },
    ),
  );
}

const ResendForm = z.object({ which: text, scope: text, address: texts, readers: text });

/** Sends the edition again to the selected readers, or to all of the list. The number typed must match. */
export async function resend(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const form = await readForm(c, ResendForm);
  const which = parseKind(form.which);
  const isAll = form.scope === 'all';
  const addresses = isAll ? [] : form.address;
  if (!isAll && addresses.length === 0)
    throw new ReveilleError(
      'INVALID_INPUT',
      'Nothing was sent: no reader was selected. Go back and select at least one.',
    );
  assertTyped(form.readers, isAll ? await countUnsettled(web, loaded, which) : addresses.length, 'it again');
  await resendDeliveries(web, {
    editionId: loaded.edition.id,
    actor: c.var.staff!.name,
    which,
    ...(isAll ? {} : { addresses }),
  });
  return backToEdition(web, c, loaded.edition.id, '?said=sent-again');
}
