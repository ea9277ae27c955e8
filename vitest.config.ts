import { defineConfig } from 'vitest/config';
import { findTiers } from './test/support/tiers.ts';
import { shared } from './vitest.shared.ts';

const { fast, system } = findTiers();

export default defineConfig({
  test: {
    ...shared,
    // Files share a worker's modules: to load them for each file takes longer than many files' tests.
    isolate: false,
    projects: [
      // `npm run test:fast`: no database, no process.
      { extends: true, test: { name: 'fast', include: fast, setupFiles: ['test/support/noProcess.ts'] } },
      { extends: true, test: { name: 'system', include: system, globalSetup: ['test/support/global.ts'] } },
    ],
  },
});
