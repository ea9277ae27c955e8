import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { loadClicks, type Followed } from '../editions/clicks/clickCounts.ts';
import { cancelEdition, pauseEdition, resumeEdition } from '../editions/control.ts';
import { sendProgress } from '../editions/progress.ts';
import { editionStatus, type EditionStatus } from '../editions/status.ts';
import { listWaves, type EditionWave } from '../editions/waves.ts';
import { DIGEST_FORMATS, type DigestFormat } from '../domain/choices.ts';
import type { DeliveryCounts } from '../domain/states.ts';
import { makeFolder } from '../platform/folders.ts';
import { findChromium, openChromium } from '../checks/screenshots/browser.ts';
import { openPictures, takeScreenshots, type Screenshot } from '../checks/screenshots/screenshots.ts';
import { previewEdition } from '../render/render.ts';
import type { Runtime } from '../platform/runtime.ts';
import { describeProgress } from './progress.ts';
import { openOutput, parseEditionId, withRuntime } from './command.ts';

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

type PreviewOptions = { out: string; format: DigestFormat; language?: string; screenshots?: boolean; json?: boolean };

function describeClicks(position: number, { clicks, scans }: Followed): string {
  return `  story ${position}: ${clicks} clicks, ${scans} by link scanners`;
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

/** `preview`, `pause`, `resume`, `cancel`, `status`. */
export function registerEditions(program: Command): void {
  program
    .command('preview')
    .description('write digest.mjml, digest.html, digest.txt and message.eml without sending')
    .argument('<edition>')
    .requiredOption('--out <dir>', 'the folder to write to')
    .addOption(
      new Option('--format <format>', 'the format, as readers choose it').choices(DIGEST_FORMATS).default('full'),
    )
    .option('--language <tag>', 'language of the mail’s own words; default: the newsletter’s language')
    .option(
      '--screenshots',
      'also write a PNG for each width (320, 600, 800), light and dark, with and without pictures',
    )
    .option('--json', 'print JSON lines')
    .action((edition: string, options: PreviewOptions) =>
      withRuntime(async (runtime) => {
        const { config } = runtime;
        const deps = { ...runtime, publicUrl: config.publicUrl, isRehearsal: config.relays.length === 0 };
        const { format, language = null } = options;
        const files = await previewEdition(deps, parseEditionId(edition), { format, language });
        await makeFolder(options.out);
        const { result } = openOutput(options);
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
      }),
    );
  const orders = { pause: pauseEdition, resume: resumeEdition, cancel: cancelEdition } as const;
  const says = {
    pause: 'stop a send before its next message',
    resume: 'continue a paused send',
    cancel: 'end a send permanently',
  } as const;
  for (const verb of ['pause', 'resume', 'cancel'] as const)
    program
      .command(verb)
      .description(says[verb])
      .argument('<edition>')
      .option('--json', 'print JSON lines')
      .action((edition: string, options: { json?: boolean }) =>
        withRuntime(async (runtime) => {
          const editionId = parseEditionId(edition);
          await orders[verb](runtime, { editionId, actor: 'cli' });
          const status = await editionStatus(runtime, editionId);
          openOutput(options).result(status, describeStatus(status));
        }),
      );
  program
    .command('status')
    .description('show the progress of an edition; without an argument, of the latest twenty')
    .argument('[edition]')
    .option('--waves', 'also each wave: its cut-off, its deadline, newer versions of its stories')
    .option('--clicks', 'also the clicks on each story’s link, if the newsletter counts clicks')
    .option('--detail', 'also by relay and by destination domain, and how many readers the limits make too late')
    .option('--json', 'print JSON lines')
    .action(
      (edition: string | undefined, options: { waves?: boolean; detail?: boolean; clicks?: boolean; json?: boolean }) =>
        withRuntime(async (runtime) => {
          const { result, note } = openOutput(options);
          const latest = runtime.db.selectFrom('editions').select('id').orderBy('id', 'desc').limit(20);
          const ids = edition === undefined ? (await latest.execute()).map(({ id }) => id) : [parseEditionId(edition)];
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
              result({ edition: id, position, ...followed }, describeClicks(position, followed));
            if (clicks.size === 0) note(`Edition ${id} has no mail with counted links.`);
          }
        }),
    );
}
