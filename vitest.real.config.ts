import { defineConfig } from 'vitest/config';
import { findTiers } from './test/support/tiers.ts';
import { shared } from './vitest.shared.ts';

const globalSetup = ['test/support/global.ts'];
const { browser, programs, models } = findTiers();

/**
 * Tests against real parts that `.ci/run` installs from Debian (Chromium, mail servers, PostgreSQL clusters, proxies), and
 * those that start Reveille's own programs, kill them, and wait for them. Tests of random cases run once more, with more cases.
 */
export default defineConfig({
  test: {
    ...shared,
    projects: [
      {
        extends: true,
        test: {
          name: 'servers',
          globalSetup,
          include: ['test/real/**/*.test.ts'],
          // Servers of one kind share fixed folders below the temporary one: a file at a time.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          globalSetup,
          include: browser,
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'programs',
          globalSetup,
          include: programs,
          isolate: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'models',
          globalSetup,
          include: models,
          env: { MODEL_RUNS: '3' },
          isolate: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
