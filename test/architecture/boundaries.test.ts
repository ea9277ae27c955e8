import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** A violation of each boundary: where it is planted, and what it imports. */
const VIOLATIONS: readonly (readonly [name: string, file: string, imports: string])[] = [
  ['a stage imports another', 'src/newsroom/rank/canary.ts', '../ingest/ingest.ts'],
  ['feedback imports another stage', 'src/feedback/canary.ts', '../deliver/outcome.ts'],
  ['a stage imports feedback', 'src/deliver/canary.ts', '../feedback/feedback.ts'],
  ['web passes a stage’s door', 'src/web/canary.ts', '../rank/score.ts'],
  ['cli passes a stage’s door', 'src/cli/canary.ts', '../deliver/run.ts'],
  ['cli passes feedback’s door', 'src/cli/canary.ts', '../feedback/verdict.ts'],
  ['what stages share imports a stage’s inside', 'src/wire/replies/canary.ts', '../deliver/outcome.ts'],
  ['a worker passes a stage’s door', 'workers/canary.ts', '../../src/deliver/run.ts'],
  ['src imports a worker', 'src/editions/canary.ts', '../../workers/mailer.ts'],
  ['src imports a script', 'src/editions/canary.ts', '../../scripts/drawSamplePictures.ts'],
  ['src imports a test', 'src/deliver/canary.ts', '../support/sink.ts'],
  ['domain imports the database', 'src/domain/canary.ts', '../db/client.ts'],
  ['domain imports a package', 'src/domain/canary.ts', 'kysely'],
  ['somebody imports web', 'src/editions/canary.ts', '../web/server.ts'],
  ['somebody imports cli', 'src/schedule/serve/canary.ts', '../cli/command.ts'],
  ['bullmq away from home', 'src/deliver/canary.ts', 'bullmq'],
  ['mjml away from home', 'src/web/canary.ts', 'mjml'],
  ['sharp away from home', 'src/newsroom/pictures/canary.ts', 'sharp'],
];

/** What the linter says of `files` (path → text), planted in a copy of the configuration. */
async function lint(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-canary-'));
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const name of ['oxlint.config.ts', 'boundaries.ts', 'package.json'])
      await writeFile(join(folder, name), await readFile(join(ROOT, name)));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const args = ['--config', 'oxlint.config.ts', '.'];
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/oxlint'), args, { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test.each(VIOLATIONS)('the linter catches it when %s', async (_name, file, imports) => {
  const said = await lint({ [file]: `import * as other from '${imports}';\nexport const canary = other;\n` });
  expect(said).toContain('no-restricted-imports');
});

test('the linter lets through what is allowed', async () => {
  const said = await lint({
    'workers/fine.ts': "import * as door from '../../src/newsroom/rank/rank.ts';\nexport const fine = door;\n",
    'src/domain/fine.ts': "import * as zod from 'zod';\nexport const fine = zod;\n",
    'src/platform/queue/fine.ts': "import * as home from 'bullmq';\nexport const fine = home;\n",
  });
  expect(said).toMatch(/on 4 files|on 3 files|on 5 files/);
  expect(said).not.toContain('no-restricted-imports');
});

test('the linter catches a cycle', async () => {
  const said = await lint({
    'src/editions/one.ts': "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
    'src/editions/two.ts': "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
  });
  expect(said).toContain('no-cycle');
});

test('every folder of src stands in the table of boundaries', async () => {
  const table = await readFile(join(ROOT, 'boundaries.ts'), 'utf8');
  const folders = (await readdir(join(ROOT, 'src'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const missing = folders.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(table));
  expect(missing).toEqual([]);
});
