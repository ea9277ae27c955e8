import { readFile } from 'node:fs/promises';
import { messageOf, ReveilleError } from '../domain/errors.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { storeUpload } from '../newsroom/ingest/ingest.ts';
import { killPicture } from '../newsroom/pictures/kill.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

/** `pictures kill`. */
export async function killPictures(
  run: Run,
  which: string,
  options: { reason?: string; json?: boolean },
): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    const killed = await killPicture(runtime, { which, actor: 'cli', ...reason });
    const { result, note } = openOutput(run, options);
    result(
      { killed: which, ...killed },
      killed.pictures > 0
        ? `Removed: its address now answers 410; ${killed.stories} stories and the slots of ${killed.slots} editions no longer show it.`
        : 'Blocked: the picture was not fetched yet, and never will be.',
    );
    if (killed.pictures > 0) note('Copies in the caches of mail programs cannot be removed.');
  });
}

type AddOptions = { newsletter?: string; credit: string; json?: boolean };

/** `pictures add`. */
export async function addPicture(
  run: Run,
  file: string,
  { newsletter: slug, credit, ...options }: AddOptions,
): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new ReveilleError('INVALID_INPUT', `The file cannot be read: ${messageOf(error)}`, { cause: error });
  });
  await withRuntime(run, async (runtime) => {
    const { id } = await findNewsletter(runtime, slug ?? null);
    const uploaded = await storeUpload(runtime, { newsletterId: id, bytes, credit, alt: '', actor: 'cli' });
    if (uploaded.kind === 'refused') throw new ReveilleError('INVALID_INPUT', uploaded.message);
    const { hash } = uploaded.picture.stored!;
    openOutput(run, options).result({ file, hash }, hash);
  });
}
