import type { ViteUserConfig } from 'vitest/config';

// CI counts from a file what ran, and what did not.
const report = process.env['REVEILLE_TEST_REPORT'];

/** What the tiers of the tests have in common. */
export const shared = {
  // Bounds for what hangs, not measures: under load what takes a second may take a minute, and the start of a whole
  // program minutes.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 400_000 } },
  // Test files start servers and databases of their own: two at a time keep a small machine honest.
  maxWorkers: 2,
  reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
} satisfies ViteUserConfig['test'];
