import { existsSync } from 'node:fs';
import type { Db } from '../platform/db/client.ts';
import { hasNoStaff } from './accounts.ts';

// Docker and Podman leave these in every container.
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

const isInContainer = (): boolean => CONTAINER_MARKS.some((path) => existsSync(path));

export type FirstAccount = {
  /** Makes the first owner, and prints the password. */
  command: string;
  /** Where to run it. */
  place: string;
};

/** How the first account of a desk is made, for the way in which this process runs. */
export function firstAccount({ isContainer = isInContainer() }: { isContainer?: boolean } = {}): FirstAccount {
  return isContainer
    ? {
        command: 'docker compose exec web node src/cli.ts staff add desk --role owner',
        place:
          'in the folder of docker-compose.yml; without compose, “node src/cli.ts staff add desk --role owner” in a container of Reveille',
      }
    : {
        command: 'npm run --silent reveille -- staff add desk --role owner',
        place: 'in Reveille’s folder, with the variables that this process has (DATABASE_URL, SECRET, DATA_DIR)',
      };
}

/** The sentence that a start prints where nobody can sign in; null where somebody can. */
export async function adviseFirstAccount(deps: { db: Db }): Promise<string | null> {
  if (!(await hasNoStaff(deps))) return null;
  const { command, place } = firstAccount();
  return `The desk has no account. Make the first one with: ${command} (${place}). It prints the password once.`;
}
