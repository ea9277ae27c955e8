import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { audienceCheck, confirmAudience } from '../editions/guard.ts';
import { editionStatus, type EditionStatus } from '../editions/status.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isHeld } from '../platform/leases.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { Output } from './command.ts';
import type { Run } from './run.ts';
import { describeStatus } from './editions.ts';
import { sendHere } from './sendHere.ts';
import { isAnyOf, UNDER_WAY } from '../domain/states.ts';

const formatCount = (count: number): string => count.toLocaleString('en');

/** Asks a person to type a number before a send. Throws USAGE with `refusal` for any other answer. */
export async function askNumber(run: Run, question: string, expected: number, refusal: string): Promise<void> {
  const prompt = createInterface({ input: run.stdin, output: run.stderr });
  try {
    const ended = new Promise<string>((done) => prompt.once('close', () => done('')));
    const answer = await Promise.race([prompt.question(question), ended]);
    if (answer.trim() !== String(expected)) throw new ReveilleError('USAGE', refusal);
  } finally {
    prompt.close();
  }
}

export type Consent = { yes?: boolean; readers?: string };

/**
 * Confirms the recipient count of a send. --readers must equal it. --yes is enough while the count is usual.
 * Otherwise, a person must type it. Throws USAGE.
 */
export async function confirmReaders(
  run: Run,
  runtime: Runtime,
  { editionId, readers, isRehearsal }: { editionId: number; readers: number; isRehearsal: boolean },
  consent: Consent,
): Promise<void> {
  // A rehearsal reaches no reader, so its count is not compared with the usual count.
  const { median, isUnusual } = isRehearsal
    ? { median: null, isUnusual: false }
    : await audienceCheck(runtime, editionId, readers);
  const usual = `recent editions went to ${formatCount(median ?? 0)} readers (median)`;
  const to = isRehearsal ? 'rehearsal goes to the built-in inbox, for' : 'edition goes to';
  if (consent.readers !== undefined) {
    if (consent.readers !== String(readers))
      throw new ReveilleError(
        'USAGE',
        `Not sent: --readers is ${consent.readers}, but the edition has ${readers} readers.`,
      );
  } else if (!consent.yes)
    await askNumber(
      run,
      `This ${to} ${readers} readers${isUnusual ? `, but ${usual}` : ''}. Type the number of readers to send: `,
      readers,
      'Not sent: this is not the number of readers (--readers N or --yes sends without asking).',
    );
  else if (isUnusual)
    throw new ReveilleError(
      'USAGE',
      `Not sent: the edition has ${readers} readers, but ${usual}. --yes is not enough here. If the number is right, use --readers ${readers}.`,
    );
  if (isUnusual) await confirmAudience(runtime, { editionId, readers, actor: 'cli' });
}

const LONGEST_LOOK_MS = 5_000;

const isOver = ({ state }: EditionStatus): boolean => state === 'paused' || !isAnyOf(UNDER_WAY, state);

function drawBar(status: EditionStatus): string {
  const { pending, submitting, ...done } = status.deliveries;
  const ended = Object.values(done).reduce((sum, count) => sum + count, 0);
  const total = ended + pending + submitting;
  const filled = total === 0 ? 0 : Math.round((30 * ended) / total);
  const left = status.secondsLeft === null ? '' : `  ${status.secondsLeft} s left`;
  return `[${'█'.repeat(filled)}${'░'.repeat(30 - filled)}] ${ended}/${total}  ${status.ratePerSecond ?? 0}/s${left}`;
}

/** Shows progress until the send is over: a bar that is redrawn on a terminal, otherwise a line from time to time. */
async function watch(run: Run, runtime: Runtime, editionId: number, { note }: Output): Promise<EditionStatus> {
  const isTerminal = run.stderr.isTTY;
  for (let tick = 0; ; tick++) {
    const startedAt = performance.now();
    const status = await editionStatus(runtime, editionId);
    const tookMs = performance.now() - startedAt;
    if (isTerminal) run.stderr.write(`\r\u001b[K${drawBar(status)}`);
    else if (tick % 25 === 24) note(drawBar(status));
    if (isOver(status)) {
      if (isTerminal) run.stderr.write('\n');
      return status;
    }
    // Counting a million rows takes time. The wait grows with it, so that watching does not slow down the send.
    await sleep(Math.min(LONGEST_LOOK_MS, Math.max(200, tookMs * 20)));
  }
}

/**
 * Follows a send that was triggered. Without `wait`, it says that the edition is queued. With `wait`, it shows progress
 * until the send is over, and sends from this process if no mailer runs. Failed or unknown deliveries mark the run as
 * failed.
 */
export async function followSend(
  run: Run,
  runtime: Runtime,
  { editionId, readers, wait = false }: { editionId: number; readers: number; wait?: boolean | undefined },
  output: Output,
): Promise<void> {
  const isServed = await isHeld(runtime, 'process:mailer');
  if (!wait) {
    const status = await editionStatus(runtime, editionId);
    output.result(status, `Edition ${editionId} is queued for ${readers} readers.`);
    if (!isServed)
      output.note('No mailer is running. Start one with "npm start", or use --wait to send from this process.');
    return;
  }
  // No mailer runs, so the same stages run in this process.
  const own = isServed ? null : sendHere(runtime, editionId);
  const [status] = await Promise.all([watch(run, runtime, editionId, output), own?.ended]);
  output.result(status, describeStatus(status));
  const { failed, unknown } = status.deliveries;
  if (status.state !== 'submitted' || failed + unknown > 0) output.markFailed();
}
