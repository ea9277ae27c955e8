import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadClicks, loadSlotClicks, type Followed } from '../editions/clicks/clickCounts.ts';
import { cancelEdition, pauseEdition, resumeEdition } from '../editions/control.ts';
import { sendProgress } from '../editions/progress.ts';
import { editionStatus, type EditionStatus } from '../editions/status.ts';
import { listLatestIds } from '../editions/load.ts';
import { listWaves, type EditionWave } from '../editions/waves.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { DigestFormat } from '../domain/choices.ts';
import type { DeliveryCounts } from '../domain/states.ts';
import { makeFolder } from '../platform/folders.ts';
import { findChromium, openChromium } from '../checks/screenshots/browser.ts';
import { openPictures, takeScreenshots, type Screenshot } from '../checks/screenshots/screenshots.ts';
import { previewEdition } from '../render/render.ts';
import type { Runtime } from '../platform/runtime.ts';
import { describeHold, loadHold } from '../platform/hold.ts';
import { resumeAll } from '../schedule/resumeAll.ts';
import { describeProgress } from './progress.ts';
import { openOutput, parseEditionId, withRuntime } from './command.ts';
import type { Run } from './run.ts';

/** How many editions `status` shows. */
const LISTED = 20;

function describeCounts(deliveries: DeliveryCounts): string {
  return Object.entries(deliveries)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
}

type Status = Omit<EditionStatus, 'feedback'> & Partial<Pick<EditionStatus, 'feedback'>>;

export function describeStatus(status: Status): string {
  const rate = status.ratePerSecond === null ? '' : `, ${status.ratePerSecond}/s`;
  const left = status.secondsLeft === null ? '' : `, ${status.secondsLeft} s left`;
  const { bounces, complaints } = status.feedback ?? { bounces: 0, complaints: 0 };
  const returned = bounces + complaints > 0 ? `, ${bounces} bounced, ${complaints} complained` : '';
  const flag = status.flag ? `  [${status.flag}: ${status.flagDetail}]` : '';
  const state = `${status.state}${status.isRehearsal ? ' (rehearsal)' : ''}`;
  return `Edition ${status.edition}: ${state}  ${describeCounts(status.deliveries) || 'no deliveries'}${returned}${rate}${left}${flag}`;
}

function describeWave({ dueAt, readers, cutOff, deadline, byState, changes }: EditionWave): string {
  const times = `changes reach all readers until ${cutOff.toISOString()}, not sent after ${deadline.toISOString()}`;
  const newer = changes.map(
    ({ position, field, after, applied }) =>
      `\n       story ${position}, ${field}${after && `: ${after}`}${applied ? ' (taken over)' : ''}`,
  );
  return `  ${dueAt.toISOString()}: ${readers} readers (${describeCounts(byState) || 'planned'}); ${times}${newer.join('')}`;
}

export type PreviewOptions = {
  out: string;
  format: DigestFormat;
  language?: string;
  screenshots?: boolean;
  json?: boolean;
};

function describeClicks(what: string, { clicks, scans }: Followed): string {
  return `  ${what}: ${clicks} clicks, ${scans} by link scanners`;
}

/** Screenshots of a mail. Pictures come from the database, not from the network. */
async function screenshotsOf(html: string, { db, config }: Runtime): Promise<Screenshot[]> {
  const browser = await openChromium(await findChromium(config.chromiumPath));
  try {
    return await takeScreenshots(browser, html, openPictures({ db }, config.publicUrl));
  } finally {
    await browser.close();
  }
}

/** `preview`. */
export async function preview(run: Run, edition: string, options: PreviewOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { config } = runtime;
    const deps = { ...runtime, publicUrl: config.publicUrl, isRehearsal: config.relays.length === 0 };
    const { format, language = null } = options;
    const files = await previewEdition(deps, parseEditionId(edition), { format, language });
    await makeFolder(options.out);
    const { result } = openOutput(run, options);
    for (const [name, content] of Object.entries({
      'digest.mjml': files.mjml,
      'digest.html': files.html,
      'digest.txt': files.plain,
      'message.eml': files.eml,
    })) {
      const path = join(options.out, name);
      await writeFile(path, content);
      result({ file: path, bytes: Buffer.byteLength(content) }, path);
    }
    if (!options.screenshots) return;
    for (const { name, png } of await screenshotsOf(files.html, runtime)) {
      const path = join(options.out, name);
      await writeFile(path, png);
      result({ file: path, bytes: png.length }, path);
    }
  });
}

const ORDERS = { pause: pauseEdition, resume: resumeEdition, cancel: cancelEdition } as const;

/** `resume`. */
export async function resume(
  run: Run,
  edition: string | undefined,
  { all = false, json }: { all?: boolean; json?: boolean },
): Promise<void> {
  if (all === (edition !== undefined))
    throw new ReveilleError('USAGE', 'Give either the number of an edition or --all.');
  if (edition !== undefined) return giveOrder(run, 'resume', edition, { json });
  await withRuntime(run, async (runtime) => {
    const output = openOutput(run, { json });
    const done = await resumeAll(runtime, 'cli');
    const { hold, toDecide } = done ?? { hold: null, toDecide: [] };
    const said = hold
      ? `Sending continues. The pause began with the restore of ${hold.restoredAt.toISOString()}.`
      : 'All sending was not paused.';
    output.result({ resumed: hold !== null, toDecide }, said);
    for (const { edition: id, newsletter, date, state } of toDecide)
      output.note(
        `Edition ${id} of ${newsletter}, ${date} (${state}) may have been sent since the backup: "reveille ${state === 'paused' ? 'resume' : 'send'} ${id}" or "reveille cancel ${id}".`,
      );
  });
}

/** `pause`, `resume`, `cancel`. */
export async function giveOrder(
  run: Run,
  verb: keyof typeof ORDERS,
  edition: string,
  options: { json?: boolean | undefined },
): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const editionId = parseEditionId(edition);
    await ORDERS[verb](runtime, { editionId, actor: 'cli' });
    const status = await editionStatus(runtime, editionId);
    openOutput(run, options).result(status, describeStatus(status));
  });
}

/** `status`. */
export async function printStatus(
  run: Run,
  edition: string | undefined,
  options: { waves?: boolean; detail?: boolean; clicks?: boolean; json?: boolean },
): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { result, note } = openOutput(run, options);
    const hold = await loadHold(runtime);
    if (hold) note(describeHold(hold));
    const ids = edition === undefined ? await listLatestIds(runtime, LISTED) : [parseEditionId(edition)];
    for (const id of ids) {
      if (options.detail) {
        const progress = await sendProgress(runtime, id);
        result(progress, `${describeStatus(progress)}\n${describeProgress(progress)}`);
      } else {
        const status = await editionStatus(runtime, id);
        result(status, describeStatus(status));
      }
      for (const wave of options.waves ? await listWaves(runtime, id) : [])
        result({ edition: id, ...wave }, describeWave(wave));
      if (!options.clicks) continue;
      const clicks = await loadClicks(runtime, id);
      for (const [position, followed] of clicks)
        result({ edition: id, position, ...followed }, describeClicks(`story ${position}`, followed));
      for (const [slot, followed] of await loadSlotClicks(runtime, id))
        result({ edition: id, slot, ...followed }, describeClicks(slot, followed));
      if (clicks.size === 0) note(`Edition ${id} has no mail with counted links.`);
    }
  });
}
