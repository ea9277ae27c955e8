import { access, constants, stat, statfs } from 'node:fs/promises';
import { codeOf } from '../../domain/errors.ts';
import { nearestFolder } from '../../platform/folders.ts';
import { describeBytes } from './describeBytes.ts';
import { right, wrong, type Verdict } from './verdict.ts';

const WRONG_BELOW_BYTES = 1_000_000_000;
const LOW_BELOW_BYTES = 5_000_000_000;
const MIN_FREE_FILES = 10_000;

/** What a file system has left, as statfs says. `files`: 0 where it has no limit. */
export type Space = { bavail: number; bsize: number; files: number; ffree: number };

/** Checks that DATA_DIR can be written, and that its disk has room. */
export async function checkDisk(
  { config }: { config: { dataDir: string } },
  readSpace: (path: string) => Promise<Space> = statfs,
): Promise<Verdict> {
  const { dataDir } = config;
  const folder = await nearestFolder(dataDir);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    return wrong('disk', `${folder} cannot be written (${codeOf(error)}).`, 'Correct DATA_DIR or its owner.');
  }
  const { mode } = await stat(folder);
  // A sticky folder, such as /tmp, lets nobody replace another's files.
  if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0)
    return wrong(
      'disk',
      `Other users of this machine can write ${folder}, and so replace what is in it.`,
      `Run "chmod go-w ${folder}".`,
    );
  const { bavail, bsize, files, ffree } = await readSpace(folder);
  const free = bavail * bsize;
  const found = `${describeBytes(free)} are free for DATA_DIR ${dataDir}`;
  if (free < WRONG_BELOW_BYTES) return wrong('disk', `${found}.`, 'Free space now: a full disk stops the send.');
  if (files > 0 && ffree < MIN_FREE_FILES)
    return wrong('disk', `${found}, but only ${ffree} files can be created.`, 'Delete files that nobody needs.');
  return right('disk', `${found}.`, free < LOW_BELOW_BYTES ? 'Free space soon.' : null);
}
