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
        ? `Removed: its address now answers 410, and ${killed.stories} stories of editions no longer show it.`
        : 'Blocked: the picture was not fetched yet, and never will be.',
    );
    if (killed.pictures > 0) note('Copies in the caches of mail programs cannot be removed.');
  });
}
