import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { nearestFolder } from '../../../platform/folders.ts';
import { MINUTE_MS, type Finder } from '../condition.ts';

const LEAST_FREE = 0.05;

type Disk = { bavail: number; blocks: number };

/** The disk of DATA_DIR has less than 5 % left. Each machine reports its own. */
export function openDiskFinder({ read = statfs }: { read?: (path: string) => Promise<Disk> } = {}): Finder {
  const about = hostname();
  return {
    kinds: ['disk_low'],
    only: about,
    find: async ({ config }) => {
      const { bavail, blocks } = await read(await nearestFolder(config.dataDir));
      if (blocks === 0 || bavail / blocks >= LEAST_FREE) return [];
      const percent = ((bavail / blocks) * 100).toFixed(1);
      const text = `The disk of DATA_DIR on ${about} has ${percent} % left.`;
      return [{ kind: 'disk_low', about, text, afterMs: MINUTE_MS }];
    },
  };
}
