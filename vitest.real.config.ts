import { defineConfig } from 'vitest/config';
import { shared } from './vitest.shared.ts';

/** Tests against outside servers (mail servers, PostgreSQL clusters, proxies), which `.ci/run` installs from Debian. */
export default defineConfig({
  test: {
    ...shared,
    include: ['test/real/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    // Servers of one kind share fixed folders below the temporary one: a file at a time.
    fileParallelism: false,
  },
});
