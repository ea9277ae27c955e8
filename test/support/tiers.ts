import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TEST = join(import.meta.dirname, '..');

/** What a text holds that starts a process, or needs the run's PostgreSQL, a browser or a Redis. */
const STARTS = /'node:(?:child_process|cluster)'|'playwright-core'|\binject\(|attachEmbedded|keepEmbedded/;

/**
 * The test files, as globs from the repository's root: `fast` needs no database and starts no process, `system` does.
 * Tests against outside servers (test/real) are in neither. A file's tier follows from its text and from the files of
 * test/ that it imports.
 */
export function findTiers(): { fast: string[]; system: string[] } {
  const tiers = { fast: [] as string[], system: [] as string[] };
  for (const name of readdirSync(TEST, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.test.ts') || name.startsWith('real')) continue;
    const path = join(TEST, name);
    tiers[startsSomething(path, new Set()) ? 'system' : 'fast'].push(`test/${name.replaceAll('\\', '/')}`);
  }
  return tiers;
}

function startsSomething(path: string, seen: Set<string>): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  if (STARTS.test(text)) return true;
  return Array.from(text.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+\.ts)'/gm), ([, to]) => join(dirname(path), to!))
    .filter((to) => to.startsWith(TEST))
    .some((to) => startsSomething(to, seen));
}
