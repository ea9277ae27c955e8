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
        ? `Killed: it answers 410 from now on, and ${killed.stories} stories of editions lost it.`
        : 'Killed before anybody fetched it: it never will be.',
    );
    if (killed.pictures > 0) note('What mail programs keep in caches of their own is out of reach.');
  });
}
