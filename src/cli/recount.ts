import { repairCounts } from '../editions/keepCounts.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

/** `recount`. */
export async function recount(run: Run, options: { json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const corrected = await repairCounts(runtime);
    openOutput(run, options).result(
      { corrected },
      `Corrected: ${corrected.deliveries} counts of deliveries, ${corrected.subscriptions} of subscriptions.`,
    );
  });
}
