import { defineConfig } from 'vitest/config';

// CI counts from a file what ran, and what did not.
const report = process.env['REVEILLE_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    // A bound for what hangs, not a measure: axe alone takes seconds on a busy machine.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // Test files start servers and databases of their own: two at a time keep a small machine honest.
    maxWorkers: 2,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
