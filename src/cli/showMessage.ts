import { showMessage } from '../deliver/deliver.ts';
import { recordAudit } from '../platform/audit.ts';
import { parseEditionId, withRuntime } from './command.ts';
import type { Run } from './run.ts';

/** `show-message`. */
export async function printMessage(
  run: Run,
  edition: string,
  address: string,
  options: { json?: boolean },
): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const editionId = parseEditionId(edition);
    const { message, subscriberId, ...facts } = await showMessage(runtime, editionId, address);
    // Its links act for the reader.
    const detail = { subscriber: subscriberId };
    await recordAudit(runtime.db, { actor: 'cli', action: 'subscriber.message', editionId, detail });
    if (options.json) {
      run.stdout.write(`${JSON.stringify({ ...facts, bytes: message.length, message: message.toString('base64') })}\n`);
      return;
    }
    const { state, revision, variant, submittedAt, relay } = facts;
    const when = submittedAt ? ` at ${submittedAt.toISOString()} over ${relay}` : '';
    run.stderr.write(
      `${state}${when}, revision ${revision}, ${variant.format} in ${variant.language}, ${message.length} bytes\n`,
    );
    run.stdout.write(message);
  });
}
