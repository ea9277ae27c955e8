import { loadEdition } from '../editions/load.ts';
import { OPEN } from '../domain/states.ts';
import type { Checks } from './desk/edition/checks.ts';
import type { WebDeps } from './web.ts';

// The process starts to answer first: loading mjml occupies it for a moment.
const AFTER_MS = 3_000;
const MAX_EDITIONS = 5;

/**
 * Makes the checks of the editions that staff will open next, so that the first page after a start need not wait for mjml and
 * a rendering in each format. A failure is that of the page, which tells it.
 */
export async function warmUp({ db, log }: Pick<WebDeps, 'db' | 'log'>, checks: Checks): Promise<void> {
  try {
    const rows = await db
      .selectFrom('editions')
      .select('id')
      .distinctOn('newsletter_id')
      .where('state', 'in', OPEN)
      .orderBy('newsletter_id')
      .orderBy('date', 'desc')
      .orderBy('id', 'desc')
      .limit(MAX_EDITIONS)
      .execute();
    // Also without such an edition: the next one that is composed is opened soon after.
    await import('../checks/lint/lint.ts');
    for (const { id } of rows) {
      const loaded = await loadEdition({ db }, id);
      if (loaded && loaded.stories.length > 0) await checks(loaded);
    }
  } catch (error) {
    log.debug({ err: error }, 'the checks were not made ahead');
  }
}

/** Does so a moment after the start. `close` leaves out what has not begun. */
export function startWarmUp(deps: Pick<WebDeps, 'db' | 'log'>, checks: Checks): { close: () => void } {
  const timer = setTimeout(() => void warmUp(deps, checks), AFTER_MS).unref();
  return { close: () => clearTimeout(timer) };
}
