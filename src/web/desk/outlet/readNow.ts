import { setTimeout as sleep } from 'node:timers/promises';
import { ingestOutlet } from '../../../newsroom/ingest/ingest.ts';
import type { Web } from '../../web.ts';

// A person waits for the page; a slow outlet is read on, and its page refreshes until it is done.
const PATIENCE_MS = 4_000;

/**
 * Fetches an outlet in this process, whatever its pace and pause, and waits a few seconds for it. A failure is stored in the
 * outlet's row. Never throws.
 */
export async function readNow(web: Web, outletId: number): Promise<void> {
  const reading = ingestOutlet({ ...web, publicUrl: web.config.publicUrl }, outletId).then(
    async ({ newsletterId }) => web.queues.enqueue('place', { newsletterId }),
    (error: unknown) => web.log.error({ err: error, outletId }, 'an outlet could not be read at the desk'),
  );
  await Promise.race([reading, sleep(web.patienceMs ?? PATIENCE_MS, undefined, { ref: false })]);
}
