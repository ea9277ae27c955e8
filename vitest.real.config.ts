import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Tests against outside servers (mail servers, PostgreSQL clusters, proxies), which `.ci/run` installs from Debian. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: ['node_modules/**'] } },
  {
    test: {
      include: ['test/real/**/*.test.ts'],
      // Servers of one kind share fixed folders below the temporary one: a file at a time.
      fileParallelism: false,
    },
  },
);
