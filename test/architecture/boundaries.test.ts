import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOMS } from '../../boundaries.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** A violation of each boundary: where it is planted, and what it imports. */
const VIOLATIONS: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'a stage imports another': ['src/newsroom/rank/stage.ts', '../ingest/ingest.ts'],
  'a package’s home in a stage imports another stage': ['src/newsroom/ingest/pictures/stage.ts', '../../rank/rank.ts'],
  'a package’s home enters a closed room': ['src/deliver/smtp/closed.ts', '../../render/render.ts'],
  'feedback imports delivery': ['src/feedback/closed.ts', '../deliver/deliver.ts'],
  'delivery imports feedback': ['src/deliver/closed.ts', '../feedback/feedback.ts'],
  'web imports the inside of a stage': ['src/web/inside.ts', '../newsroom/rank/score.ts'],
  'web imports the inside of the database': ['src/web/public/inside.ts', '../../platform/db/postmaster.ts'],
  'cli imports the inside of delivery': ['src/cli/inside.ts', '../deliver/run.ts'],
  'a worker imports the inside of delivery': ['workers/inside.ts', '../src/deliver/run.ts'],
  'a worker imports web': ['workers/web.ts', '../src/web/server.ts'],
  'src imports a worker': ['src/editions/worker.ts', '../../workers/mailer.ts'],
  'src imports a script': ['src/editions/script.ts', '../../scripts/chaos.ts'],
  'src imports a test': ['src/deliver/outside.ts', '../../test/support/sink.ts'],
  'domain imports the platform': ['src/domain/closed.ts', '../platform/log.ts'],
  'domain imports a package': ['src/domain/package.ts', 'kysely'],
  'a lower floor imports a higher one': ['src/editions/upward.ts', '../deliver/deliver.ts'],
  'a room imports web': ['src/schedule/web.ts', '../web/server.ts'],
  'a room imports cli': ['src/schedule/serve/cli.ts', '../../cli/command.ts'],
  'bullmq away from home': ['src/platform/bullmq.ts', 'bullmq'],
  'nodemailer away from home': ['src/wire/message/nodemailer.ts', 'nodemailer'],
  'mjml away from home': ['src/web/mjml.ts', 'mjml'],
  'sharp away from home': ['src/newsroom/ingest/sharp.ts', 'sharp'],
};

const FINE: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'a worker enters by a door': ['workers/fine.ts', '../src/newsroom/rank/rank.ts'],
  'domain imports zod': ['src/domain/zod.ts', 'zod'],
  'bullmq at home': ['src/platform/queue/fine.ts', 'bullmq'],
  'sharp at home': ['src/newsroom/ingest/pictures/fine.ts', 'sharp'],
  'web enters the platform': ['src/web/public/fine.ts', '../../platform/db/client.ts'],
};

/** What the linter says of `files` (path → text), planted in a folder with the configuration of the repository. */
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
    const args = ['--config', 'oxlint.config.ts', '--format', 'unix', '.'];
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/oxlint'), args, { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const importing = (specifier: string): string =>
  `import * as other from '${specifier}';\nexport const canary = other;\n`;

// One run of the linter for all: it takes most of a second to start.
const said = await lint({
  ...Object.fromEntries(
    [...Object.values(VIOLATIONS), ...Object.values(FINE)].map(([file, imports]) => [file, importing(imports)]),
  ),
  'src/editions/one.ts': "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
  'src/editions/two.ts': "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
});
const saidOf = (file: string): string =>
  said
    .split('\n')
    .filter((line) => line.includes(`${file}:`))
    .join('\n');

test.each(Object.entries(VIOLATIONS))('the linter catches it when %s', (_name, [file]) => {
  expect(saidOf(file)).toContain('no-restricted-imports');
});

test.each(Object.entries(FINE))('the linter accepts it when %s', (_name, [file]) => {
  expect(saidOf(file)).not.toContain('no-restricted-imports');
});

test('the linter catches a cycle of files', () => {
  expect(saidOf('src/editions/one.ts')).toContain('no-cycle');
});

test('every room has one sentence in the README', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  expect(Object.keys(ROOMS).filter((room) => !readme.includes(`src/${room}/`))).toEqual([]);
});
