import { execFileSync } from 'node:child_process';

/** The Redis (or Valkey) server on the PATH, or null. */
export function findRedis(): string | null {
  for (const name of ['redis-server', 'valkey-server'])
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // not on the PATH
    }
  return null;
}
