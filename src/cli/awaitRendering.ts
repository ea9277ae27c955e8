import { setTimeout as sleep } from 'node:timers/promises';
import { loadEdition } from '../editions/load.ts';
import { isHeld } from '../platform/leases.ts';
import type { Runtime } from '../platform/runtime.ts';
import { renderRevision } from '../render/render.ts';

const RENDER_WAIT_MS = 15_000;

/**
 * Waits for a renderer to make the edition's waiting revision. Without a running renderer, makes it here. `isDone`: no
 * revision waits any more.
 */
export async function awaitRendering(
  runtime: Runtime,
  editionId: number,
): Promise<{ isDone: boolean; flagDetail: string }> {
  const { config, db, log, now } = runtime;
  if (!(await isHeld(runtime, 'process:renderer')))
    await renderRevision({ db, log, now, publicUrl: config.publicUrl }, editionId);
  for (const deadline = Date.now() + RENDER_WAIT_MS; ; await sleep(200)) {
    const edition = (await loadEdition(runtime, editionId))?.edition;
    const isDone = !edition || edition.next_revision === null;
    if (isDone || Date.now() > deadline) return { isDone, flagDetail: edition?.flag_detail ?? '' };
  }
}
