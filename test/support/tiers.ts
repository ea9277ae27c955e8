import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TEST = join(import.meta.dirname, '..');

type Tier = 'fast' | 'system' | 'browser' | 'programs';
type Tiers = Record<Tier | 'models', string[]>;

/** The folder of the tests that start whole programs, kill them, and wait for them. */
const PROGRAMS = /^programs[\\/]/;
/** What a text holds that opens a browser. */
const BROWSES = /'playwright-core'/;
/** What a text holds that starts a process, or needs the run's PostgreSQL or a Redis. */
const STARTS = /'node:(?:child_process|cluster)'|\binject\(|attachEmbedded|keepEmbedded/;

/** What a text holds that draws more cases where it is told to. */
const DRAWS = /\/support\/runs\.ts'/;

/**
 * The test files, as globs from the repository's root: `fast` needs no database and starts no process, `system` does,
 * `browser` needs Chromium besides, `programs` is the folder test/programs. Tests against outside servers (test/real) are
 * in none of them. Outside these folders a file's tier follows from its text and from the files of test/ that it imports.
 * `models` are the files of any tier that may draw more cases (test/support/runs.ts).
 */
export function findTiers(): Tiers {
  const tiers: Tiers = { fast: [], system: [], browser: [], programs: [], models: [] };
  for (const name of readdirSync(TEST, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.test.ts') || name.startsWith('real')) continue;
    const path = `test/${name.replaceAll('\\', '/')}`;
    tiers[tierOf(name)].push(path);
    if (DRAWS.test(readFileSync(join(TEST, name), 'utf8'))) tiers.models.push(path);
  }
  return tiers;
}

function tierOf(name: string): Tier {
  if (PROGRAMS.test(name)) return 'programs';
  const texts = textsOf(join(TEST, name), new Map());
  if (texts.some((text) => BROWSES.test(text))) return 'browser';
  return texts.some((text) => STARTS.test(text)) ? 'system' : 'fast';
}

/** The texts of a file and of the files of test/ that it imports, at any depth. */
function textsOf(path: string, seen: Map<string, string>): string[] {
  if (!seen.has(path)) {
    const text = readFileSync(path, 'utf8');
    seen.set(path, text);
    for (const [, to] of text.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+\.ts)'/gm)) {
      const imported = join(dirname(path), to!);
      if (imported.startsWith(TEST)) textsOf(imported, seen);
    }
  }
  return [...seen.values()];
}
