import { createHash } from 'node:crypto';
import type { LoadedEdition } from '../../../editions/load.ts';
import type { LintReport } from '../../../checks/lint/lint.ts';
import type { WebDeps } from '../../web.ts';

/** The lint's report on an edition. Links are not requested, since slow sites would delay the page. */
export type Checks = (loaded: LoadedEdition) => Promise<LintReport>;

// A lint renders the edition in every format, so each text of an edition is linted once.
const KEPT = 50;

/** Opens the desk's lint, which keeps its latest reports. */
export function openChecks({ db, log, now, config }: Pick<WebDeps, 'db' | 'log' | 'now' | 'config'>): Checks {
  const { publicUrl, relays } = config;
  const known = new Map<string, Promise<LintReport>>();
  return async (loaded) => {
    const key = createHash('sha256').update(JSON.stringify(loaded)).digest('base64');
    const before = known.get(key);
    if (before) return before;
    // mjml takes most of a second to load: the web loads it when a draft is first shown.
    const { lintEdition } = await import('../../../checks/lint/lint.ts');
    const deps = { db, log, now, publicUrl, isRehearsal: relays.length === 0, fetcher: null, support: null };
    const report = lintEdition(deps, loaded.edition.id);
    known.set(key, report);
    report.catch(() => known.delete(key));
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    return report;
  };
}
