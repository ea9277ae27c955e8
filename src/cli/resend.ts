import { listUnsettled, resendDeliveries, type Unsettled, type UnsettledKind } from '../editions/resend.ts';
import { editionStatus } from '../editions/status.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Runtime } from '../platform/runtime.ts';
import { displayAddress, parseAddress } from '../readers/addresses.ts';
import { openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';
import { askNumber } from './sending.ts';

export type ResendOptions = {
  unknown?: boolean;
  late?: boolean;
  to?: string[];
  list?: boolean;
  yes?: boolean;
  json?: boolean;
};

const PAGE_ROWS = 1_000;

function kindOf({ unknown, late }: ResendOptions): UnsettledKind {
  if (unknown === late) throw new ReveilleError('USAGE', 'Choose the readers with --unknown or --late.');
  return unknown ? 'unknown' : 'late';
}

/** Prints the readers that a resend would mail, and returns their count. Whole addresses go to standard output only. */
async function printReaders(
  runtime: Runtime,
  { editionId, which, to }: { editionId: number; which: UnsettledKind; to: string[] | undefined },
  { result }: Output,
): Promise<number> {
  const keys = to && new Set(to.map((address) => parseAddress(address).emailKey));
  let count = 0;
  for (let after = 0, page: Unsettled[] = []; ; after = page.at(-1)!.subscriberId) {
    page = await listUnsettled(runtime, editionId, { which, after, limit: PAGE_ROWS });
    for (const { email, state, verdict, reply, at } of page) {
      if (keys && !keys.has(parseAddress(email).emailKey)) continue;
      count++;
      const record = { address: email, state, verdict, reply, at: at.toISOString() };
      result(record, `${displayAddress(email)}  ${state}  ${at.toISOString()}${reply ? `  ${reply}` : ''}`);
    }
    if (page.length < PAGE_ROWS) return count;
  }
}

async function resend(
  run: Run,
  runtime: Runtime,
  editionId: number,
  options: ResendOptions,
  output: Output,
): Promise<void> {
  const which = kindOf(options);
  await editionStatus(runtime, editionId);
  const count = await printReaders(runtime, { editionId, which, to: options.to }, output);
  if (options.list) return;
  if (count === 0 && options.to === undefined)
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} has no delivery that is ${which}.`);
  const risk = which === 'unknown' ? ' Some of them may have it already.' : '';
  if (!options.yes)
    await askNumber(
      run,
      `The edition is sent again to these ${count} readers.${risk} Type the number of readers to send: `,
      count,
      'Not sent: this is not the number of readers (--yes sends without asking).',
    );
  const readers = await resendDeliveries(runtime, {
    editionId,
    actor: 'cli',
    which,
    ...(options.to === undefined ? {} : { addresses: options.to }),
  });
  const { state } = await editionStatus(runtime, editionId);
  const when = state === 'paused' ? ' when you resume it' : '';
  output.result(
    { edition: editionId, resent: readers, state },
    `The edition is sent again to ${readers} readers${when}.`,
  );
}

/** `resend`. */
export async function runResend(run: Run, edition: string, options: ResendOptions): Promise<void> {
  await withRuntime(run, (runtime) => resend(run, runtime, parseEditionId(edition), options, openOutput(run, options)));
}
