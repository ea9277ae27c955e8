import { createHash } from 'node:crypto';
import type { LoadedEdition } from '../../../editions/load.ts';
import type { LintReport } from '../../../checks/lint/lint.ts';
import type { WebDeps } from '../../web.ts';

/** What the lint says of an edition as it is loaded; links are not asked, since that would take the page with it. */
export type Checks = (loaded: LoadedEdition) => Promise<LintReport>;

// Looking an edition over means rendering it in every format: once for each text that it has.
const KEPT = 50;

/** Opens the desk's lint, which looks the same edition over once. */
export function openChecks({ db, log, now, config }: Pick<WebDeps, 'db' | 'log' | 'now' | 'config'>): Checks {
  const { publicUrl, relays } = config;
  const known = new Map<string, Promise<LintReport>>();
  return async (loaded) => {
    const key = createHash('sha256').update(JSON.stringify(loaded)).digest('base64');
    const before = known.get(key);
    if (before) return before;
    // mjml takes most of a second to load: the web does that only once somebody looks at a draft.
    const { lintEdition } = await import('../../../checks/lint/lint.ts');
    const deps = { db, log, now, publicUrl, isRehearsal: relays.length === 0, fetcher: null, support: null };
    const report = lintEdition(deps, loaded.edition.id);
    known.set(key, report);
    report.catch(() => known.delete(key));
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    return report;
  };
}
