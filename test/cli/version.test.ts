import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { runCli } from './run.ts';

test('--version prints the version of package.json and nothing else', async () => {
  expect(await runCli(['--version'], {})).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});
