import { defineConfig } from 'oxlint';
import { boundaryOverrides } from './boundaries.ts';

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  rules: {
    'import/no-cycle': 'error',
    // `pg.Pool` and `fc.assert` are how their own documentation writes them.
    'import/no-named-as-default-member': 'off',
    'promise/always-return': 'off',
    'promise/no-callback-in-promise': 'off',
    // Waiting in a loop is how a claimant works through its rows.
    'no-await-in-loop': 'off',
    // A transaction's or a lock's work is often passed as a function.
    'unicorn/consistent-function-scoping': 'off',
    'no-shadow': 'off',
    // Threads are posted to here, never windows.
    'unicorn/require-post-message-target-origin': 'off',
    // What a schema or the database has checked is asserted at the edge; zod covers the rest.
    'typescript/no-unsafe-type-assertion': 'off',
    // Kysely's callbacks are made to be taken apart.
    'typescript/unbound-method': 'off',
    // fast-check asserts inside its own callback.
    'vitest/no-conditional-expect': 'off',
    'vitest/expect-expect': 'off',
    'vitest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['browserTest', 'browserTest.each'] }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    'typescript/no-explicit-any': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'node/no-process-env': 'error',
  },
  ignorePatterns: ['node_modules', 'data', 'coverage'],
  overrides: boundaryOverrides,
});
