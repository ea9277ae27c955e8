import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { triggerSend } from '../editions/control.ts';
import { loadEdition } from '../editions/load.ts';
import { countAudience, editionStatus, type EditionStatus } from '../editions/status.ts';
import { requestTestCopy } from '../editions/testCopy.ts';
import { ReveilleError } from '../errors.ts';
import { isHeld } from '../leases.ts';
import type { Runtime } from '../runtime.ts';
import { markFailed, openOutput, parseEditionId, withRuntime, type Output } from './command.ts';
import { describeStatus } from './editions.ts';
import { sendHere, submitOutboxHere } from './sendHere.ts';

type Options = { to?: string; yes?: boolean; wait?: boolean; json?: boolean };

/** Asks for the number of readers, to be typed: the last look before everybody gets it. Throws USAGE. */
async function confirmReaders(readers: number, isRehearsal: boolean): Promise<void> {
  const question = `This ${isRehearsal ? 'rehearsal goes to the built-in inbox, for' : 'goes out to'} ${readers} readers. Type their number to send: `;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((done) => prompt.once('close', () => done('')));
    const answer = await Promise.race([prompt.question(question), ended]);
    if (answer.trim() !== String(readers))
      throw new ReveilleError('USAGE', 'Not sent: that is not the number of readers (--yes sends without asking).');
  } finally {
    prompt.close();
  }
}

const isOver = ({ state }: EditionStatus): boolean => !['approved', 'preparing', 'submitting'].includes(state);

function drawBar(status: EditionStatus): string {
  const { pending, submitting, ...done } = status.deliveries;
  const ended = Object.values(done).reduce((sum, count) => sum + count, 0);
  const total = ended + pending + submitting;
  const filled = total === 0 ? 0 : Math.round((30 * ended) / total);
  const left = status.secondsLeft === null ? '' : `  ${status.secondsLeft} s left`;
  return `[${'█'.repeat(filled)}${'░'.repeat(30 - filled)}] ${ended}/${total}  ${status.ratePerSecond ?? 0}/s${left}`;
}

/** Shows how the send goes until it is over, drawn over itself on a terminal, else now and then as a line. */
async function watch(runtime: Runtime, editionId: number, { note }: Output): Promise<EditionStatus> {
  const isTerminal = process.stderr.isTTY;
  for (let tick = 0; ; tick++) {
    const status = await editionStatus(runtime, editionId);
    if (isTerminal) process.stderr.write(`\r\u001b[K${drawBar(status)}`);
    else if (tick % 25 === 24) note(drawBar(status));
    if (isOver(status)) {
      if (isTerminal) process.stderr.write('\n');
      return status;
    }
    await sleep(200);
  }
}

async function sendToAll(runtime: Runtime, editionId: number, options: Options, output: Output): Promise<void> {
  const isRehearsal = runtime.config.relays.length === 0;
  const loaded = await loadEdition(runtime, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const readers = await countAudience(runtime, loaded.newsletter.id, { isRehearsal });
  if (!options.yes) await confirmReaders(readers, isRehearsal);
  await triggerSend(runtime, { editionId, actor: 'cli', isRehearsal });
  const isServed = await isHeld(runtime, 'process:mailer');
  if (!options.wait) {
    const status = await editionStatus(runtime, editionId);
    output.result(status, `Edition ${editionId} is queued for ${readers} readers.`);
    if (!isServed)
      output.note('Nothing is running that would send it: "npm start" does, or --wait sends it from here.');
    return;
  }
  // Nobody else would: the same stages do their work in this process.
  const own = isServed ? null : sendHere(runtime, editionId);
  const [status] = await Promise.all([watch(runtime, editionId, output), own?.ended]);
  output.result(status, describeStatus(status));
  const { failed, unknown } = status.deliveries;
  if (status.state !== 'submitted' || failed + unknown > 0) markFailed();
}

async function sendTestCopy(runtime: Runtime, editionId: number, to: string, output: Output): Promise<void> {
  const outboxId = await requestTestCopy(runtime, { editionId, to, actor: 'cli' });
  if (!(await isHeld(runtime, 'process:mailer'))) await submitOutboxHere(runtime, outboxId);
  output.result(
    { edition: editionId, to, outbox: outboxId },
    `A test copy of edition ${editionId} is on its way to ${to}.`,
  );
}

/** `send`. */
export function registerSend(program: Command): void {
  program
    .command('send')
    .description('send an edition to all its readers now, or one test copy')
    .argument('<edition>')
    .option('--to <address>', 'one test copy to this address, and to nobody else')
    .option('--yes', 'send to all without asking for the number of readers')
    .option('--wait', 'return when it is done, not when it is queued')
    .option('--json', 'print JSON lines')
    .action((edition: string, options: Options) =>
      withRuntime(async (runtime) => {
        const output = openOutput(options);
        const editionId = parseEditionId(edition);
        if (options.to === undefined) await sendToAll(runtime, editionId, options, output);
        else await sendTestCopy(runtime, editionId, options.to, output);
      }),
    );
}
