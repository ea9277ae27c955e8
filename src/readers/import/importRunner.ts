import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { isReveilleError, messageOf } from '../../domain/errors.ts';
import { recordAudit } from '../../platform/audit.ts';
import { isDatabaseAway, warnUnlessAway } from '../../platform/db/away.ts';
import type { Db } from '../../platform/db/client.ts';
import type { Keys } from '../../platform/keys.ts';
import { holdLease } from '../../platform/leases.ts';
import type { Log } from '../../platform/log.ts';
import type { ColumnRole } from './headings.ts';
import { importedCounts, importSubscribers, type ImportReport } from './importList.ts';
import { openList } from './listFiles.ts';
import {
  claimImport,
  expireUploads,
  filesOf,
  listUnclaimed,
  noteProgress,
  settleImport,
  type ListImport,
} from './listImports.ts';
import type { InvalidRow, ListFile } from './listRows.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; log: Log; uploads: string; draining?: AbortSignal | undefined };

/** Checks and imports uploaded lists in the background. */
export type ImportRunner = {
  /** Looks for work now. Returns at once. */
  wake: () => void;
  /** Looks for work from time to time, also for what a process that died left behind. Ends with `draining`. */
  watch: () => void;
};

const LOOK_EVERY_MS = 5_000;
const NOTE_EVERY_MS = 700;
/** The part of the progress bar for reading; the rest is for merging. */
const READING = 0.6;

async function isHere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The rows that are not imported, as CSV. Their contents stay out: the list itself has them. */
function openRefused(path: string): { add: (row: InvalidRow) => void; close: () => Promise<void> } {
  const stream: WriteStream = createWriteStream(path, { mode: 0o600 });
  stream.write(stringify([['line', 'reason', 'file']]));
  return {
    add: ({ line, reason, file }) => void stream.write(stringify([[line, reason, file]], { escape_formulas: true })),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

/** Counts the bytes of a list, and lets other work of this process go on between its chunks. */
async function* politely(file: ListFile, count: (bytes: number) => void): AsyncGenerator<Uint8Array | string> {
  for await (const chunk of file.bytes) {
    count(chunk.length);
    await yieldToOthers();
    yield chunk;
  }
}

/** The files of an upload in the order of an import. */
async function* openUpload(
  upload: ListImport,
  uploads: string,
  count: (bytes: number) => void,
): AsyncGenerator<ListFile> {
  const { list, left } = filesOf(uploads, upload);
  for await (const file of openList(list, { name: upload.file_name })) yield { ...file, bytes: politely(file, count) };
  if (!(await isHere(left))) return;
  yield { name: 'unsubscribed', bytes: createReadStream(left), wish: 'unsubscribed' };
}

const adviseDesk = (names: readonly string[]): string =>
  `Say below what ${names.length === 1 ? 'it means' : 'they mean'}, or choose “Leave out”.`;

/** Reads an upload, and imports it unless it is only checked. */
async function run(deps: Deps, upload: ListImport): Promise<ImportReport> {
  const { db, uploads, log } = deps;
  const files = filesOf(uploads, upload);
  const refused = openRefused(files.refused);
  let bytes = 0;
  let notedAt = 0;
  const columns = Object.entries(upload.columns);
  try {
    return await importSubscribers(
      deps,
      openUpload(upload, uploads, (more) => (bytes += more)),
      {
        newsletterId: upload.newsletter_id,
        consent: upload.consent,
        dryRun: upload.state === 'checking',
        tellsWhoLeft: await isHere(files.left),
        ignoreColumns: columns.filter(([, role]) => role === 'ignored').map(([name]) => name),
        columns: new Map(columns.filter(([, role]) => role !== 'ignored') as [string, ColumnRole][]),
        adviseIgnoring: adviseDesk,
        onInvalid: refused.add,
        onProgress: ({ rows, merged }) => {
          if (performance.now() - notedAt < NOTE_EVERY_MS) return;
          notedAt = performance.now();
          const read = Math.min(1, bytes / upload.bytes);
          noteProgress({ db }, upload.id, rows, read * READING + merged * (1 - READING)).catch((error: unknown) =>
            warnUnlessAway(log, error, 'the progress of an import could not be stored'),
          );
        },
      },
    );
  } finally {
    await refused.close();
  }
}

async function settle(deps: Deps, upload: ListImport): Promise<void> {
  const { db, log, uploads } = deps;
  try {
    const report = await run(deps, upload);
    await settleImport(deps, upload, { report });
    if (upload.state === 'checking') return;
    const { list, left } = filesOf(uploads, upload);
    await Promise.all([list, left].map((path) => rm(path, { force: true })));
    const detail = { import: upload.id, ...importedCounts(report) };
    const entry = { actor: upload.actor, action: 'subscribers.import' as const, newsletterId: upload.newsletter_id };
    await recordAudit(db, { ...entry, detail });
  } catch (error) {
    // Another process, or this one after its restart, does it again.
    if (isDatabaseAway(error) || deps.draining?.aborted) throw error;
    if (!isReveilleError(error)) log.error({ err: error, import: upload.id }, 'an import failed');
    const problem = isReveilleError(error)
      ? messageOf(error)
      : 'The import failed by an error of the program. Its log says more.';
    await settleImport(deps, upload, { problem });
  }
}

async function work(deps: Deps): Promise<void> {
  const { db, uploads } = deps;
  for (const { id, folder } of await listUnclaimed(deps)) {
    // The upload may be on another machine, whose own process finds it.
    if (deps.draining?.aborted || !(await isHere(filesOf(uploads, { folder }).list))) continue;
    const lease = await holdLease(deps, { role: 'list-import' });
    try {
      const upload = await claimImport({ db }, id, lease.id);
      if (upload) await settle(deps, upload);
    } finally {
      await lease.release();
    }
  }
  for (const folder of await expireUploads(deps)) await rm(join(uploads, folder), { recursive: true, force: true });
}

/**
 * Creates a runner, which handles one list at a time. An import whose process ended is done again from its beginning:
 * that changes nothing that the first attempt did. `uploads`: the folder of the uploads on this machine.
 */
export function createImportRunner(deps: Deps): ImportRunner {
  let isWoken = false;
  let isWorking = false;
  const look = async (): Promise<void> => {
    while (isWoken && !deps.draining?.aborted) {
      isWoken = false;
      await work(deps).catch((error: unknown) => {
        if (!deps.draining?.aborted) warnUnlessAway(deps.log, error, 'uploaded lists wait');
      });
    }
    isWorking = false;
  };
  const wake = (): void => {
    isWoken = true;
    if (isWorking) return;
    isWorking = true;
    setImmediate(() => void look());
  };
  return {
    wake,
    watch: () => {
      const timer = setInterval(wake, LOOK_EVERY_MS).unref();
      deps.draining?.addEventListener('abort', () => clearInterval(timer));
      wake();
    },
  };
}
