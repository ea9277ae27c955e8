import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const ROOT = join(import.meta.dirname, '..', '..', '..');
const MIGRATIONS = 'src/platform/db/migrations';
/** What a process needs of its version. */
const PARTS = ['bin', 'src', 'templates', 'workers', 'package.json'];

/** A version as a folder that its processes run from, and the names of its migrations. */
export type Version = { root: string; migrations: string[] };

async function describe(root: string): Promise<Version> {
  const files = await readdir(join(root, MIGRATIONS));
  return { root, migrations: files.map((file) => file.replace(/\.sql$/, '')).toSorted() };
}

/**
 * What a next version may do to the tables that a send works on: expand them, also with a trigger that writes the new
 * column for an older version, and an index. Each statement needs a lock that a running send holds for moments.
 */
const NEXT = `
alter table editions add column next_note text;
alter table subscribers add column next_mark integer not null default 0;
alter table deliveries add column next_trace text;
alter table outbox add column next_priority smallint not null default 5;
create table next_things (edition_id integer primary key references editions on delete cascade, at timestamptz not null);
create index next_marks on subscribers (next_mark) where next_mark > 0;
create function next_trace() returns trigger language plpgsql as $$
begin
  new.next_trace := 'state ' || new.state;
  return new;
end $$;
create trigger next_trace before update on deliveries for each row execute function next_trace();
`;

/** The present version. */
export const presentVersion = (): Promise<Version> => describe(ROOT);

/** The present version with one migration more. It needs no history, so a shallow checkout and a tarball have it, too. */
export async function nextVersion(folder: string): Promise<Version> {
  const root = join(folder, 'next');
  await mkdir(root);
  for (const part of PARTS) await cp(join(ROOT, part), join(root, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, MIGRATIONS, '9999_next_version.sql'), NEXT);
  return describe(root);
}

const git = async (...words: string[]): Promise<string[]> => {
  const { stdout } = await run('git', words, { cwd: ROOT });
  return stdout.split('\n').filter((line) => line !== '');
};

/**
 * The newest commit of the main line whose migrations are the present ones up to some number, without `migration`. A
 * commit between two merges, which has a later migration without an earlier one, was no version. Null without that part
 * of the history.
 */
export async function commitBefore(migration: string): Promise<string | null> {
  const { migrations: present } = await presentVersion();
  try {
    for (const commit of await git('rev-list', '--first-parent', 'HEAD', '--', MIGRATIONS)) {
      const files = await git('ls-tree', '--name-only', commit, `${MIGRATIONS}/`);
      const names = files.map((file) => basename(file, '.sql')).toSorted();
      if (names.length > 0 && !names.includes(migration) && names.every((name, index) => name === present[index]))
        return commit;
    }
  } catch {
    // There is no repository: a tarball.
  }
  return null;
}

/** An earlier version from the history, on the present one's packages. */
export async function earlierVersion(folder: string, commit: string): Promise<Version> {
  const root = join(folder, 'earlier');
  await mkdir(root);
  const archive = join(folder, 'earlier.tar');
  await run('git', ['archive', '--output', archive, commit, ...PARTS], { cwd: ROOT });
  await run('tar', ['-x', '-f', archive, '-C', root]);
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return describe(root);
}
