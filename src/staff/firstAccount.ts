import { existsSync } from 'node:fs';
import type { Db } from '../platform/db/client.ts';
import { hasNoStaff } from './accounts.ts';

// Docker and Podman create these files in every container.
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

const isInContainer = (): boolean => CONTAINER_MARKS.some((path) => existsSync(path));

export type FirstAccount = {
  /** Creates the first owner and prints the password. */
  command: string;
  /** Where to run it. */
  place: string;
};

/** How to create the desk's first account in the way this process runs. */
export function firstAccount({ isContainer = isInContainer() }: { isContainer?: boolean } = {}): FirstAccount {
  return isContainer
    ? {
        command: 'docker compose exec web node src/cli.ts staff add desk --role owner',
        place:
          'in the folder of docker-compose.yml; without compose, “node src/cli.ts staff add desk --role owner” in a container of Reveille',
      }
    : {
        command: 'npm run --silent reveille -- staff add desk --role owner',
        place: 'in Reveille’s folder, with the environment of this process (DATABASE_URL, SECRET, DATA_DIR)',
      };
}

/** The advice that a start prints if no account exists, otherwise null. */
export async function adviseFirstAccount(deps: { db: Db }): Promise<string | null> {
  if (!(await hasNoStaff(deps))) return null;
  const { command, place } = firstAccount();
  return `The desk has no account. Create the first one with: ${command} (${place}). It prints the password once.`;
}
