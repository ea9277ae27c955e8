import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.ts';
import { findTiers } from './test/support/tiers.ts';
import { shared } from './vitest.shared.ts';

const { fast, system } = findTiers();

export default defineConfig({
  test: {
    ...shared,
    // Files share a worker's modules: to load them for each file takes longer than many files' tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      // `npm run test:fast`: no database, no process.
      {
        extends: true,
        test: { name: 'fast', include: fast, setupFiles: ['test/support/noProcess.ts'], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: system,
          globalSetup: ['test/support/global.ts'],
          // Some of them wait for processes, servers and pauses: two would leave a small machine idle. Each further one loads
          // all modules once more.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
