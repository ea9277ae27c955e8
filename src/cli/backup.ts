import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { takeBackup } from '../backup/backup.ts';
import { writeWhole } from '../backup/outFile.ts';
import { checkBackup, restoreBackup, type Restored } from '../backup/restore.ts';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { recordBackup } from '../platform/backupRecords.ts';
import { loadConfig, type Config } from '../platform/config.ts';
import { openUnmigrated } from '../platform/db/inspect.ts';
import { createLog } from '../platform/log.ts';
import { tryLock } from '../platform/processLock.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

export type BackupOptions = { passphraseFile?: string; force?: boolean; json?: boolean };
export type RestoreOptions = { passphraseFile?: string; check?: boolean; json?: boolean };

/** The passphrase of a file, without the end of its line. Null: none is named. Throws USAGE. */
async function readPassphrase(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ReveilleError(
      'USAGE',
      `--passphrase-file ${path} cannot be read (${codeOf(cause) ?? messageOf(cause)}).`,
    );
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '') throw new ReveilleError('USAGE', `--passphrase-file ${path} is empty.`);
  return passphrase;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `backup`. */
export async function backup(run: Run, file: string, options: BackupOptions): Promise<void> {
  const passphrase = await readPassphrase(options.passphraseFile);
  const isStdout = file === '-';
  const output = openOutput(run, options);
  await withRuntime(run, async (runtime) => {
    let bytes = 0;
    const toStdout = async (source: AsyncIterable<Buffer>): Promise<void> => {
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const chunk of source) {
          bytes += chunk.length;
          yield chunk;
        }
      };
      let broken: Error | null = null;
      const note = (error: Error): void => void (broken = error);
      run.stdout.on('error', note);
      try {
        await pipeline(Readable.from(counted()), run.stdout, { end: false });
      } catch (cause) {
        if (cause !== broken) throw cause;
        const why = codeOf(cause) === 'EPIPE' ? 'its reader has ended' : (codeOf(cause) ?? messageOf(cause));
        throw new ReveilleError('BACKUP_CUT_OFF', `The backup is not whole: standard output takes no more (${why}).`, {
          cause,
        });
      } finally {
        run.stdout.off('error', note);
      }
    };
    const toFile = async (source: AsyncIterable<Buffer>): Promise<void> => {
      bytes = await writeWhole(file, source, { isForced: options.force === true });
    };
    const { at, rows } = await takeBackup(runtime, passphrase, isStdout ? toStdout : toFile);
    const isEncrypted = passphrase !== null;
    await recordBackup(runtime, { at, bytes, rows, isEncrypted });
    const advice = isEncrypted
      ? ''
      : ' It is not encrypted, and holds SECRET, keys and addresses: keep it as safe as those.';
    const text = `Backup of ${at.toISOString()}: ${rows} rows, ${megabytes(bytes)}.${advice}`;
    if (isStdout) output.note(text);
    else output.result({ file, at, rows, bytes, encrypted: isEncrypted }, text);
  });
}

/** Keeps `serve` out of the same DATA_DIR meanwhile. Throws DATA_DIR_BUSY. */
async function lockDataDir({ databaseUrl, dataDir }: Config): Promise<() => Promise<void>> {
  if (databaseUrl !== null) return async () => undefined;
  const lock = await tryLock(join(dataDir, 'serve.lock'), 'restore');
  if ('release' in lock) return lock.release;
  throw new ReveilleError(
    'DATA_DIR_BUSY',
    `Reveille runs on DATA_DIR ${dataDir}: process ${lock.heldBy.pid}. Restore into a new DATA_DIR.`,
  );
}

function describe(restored: Restored, output: Output): void {
  const { at, rows, migrations, stopped, replayed, secretFile } = restored;
  output.result(
    {
      restored: true,
      at,
      rows,
      migrations,
      paused: stopped.editions,
      unknown: stopped.deliveries,
      letters: stopped.letters,
      safetyLog: replayed,
      secretFile: secretFile?.path ?? null,
    },
    `Restored ${rows} rows of the backup of ${at.toISOString()}.`,
  );
  if (migrations.length > 0) output.note(`Applied ${migrations.length} later migrations.`);
  if (stopped.deliveries > 0 || stopped.editions > 0)
    output.note(
      `${stopped.editions} editions were being sent then: they are paused, and ${stopped.deliveries} deliveries count as unknown.`,
    );
  if (replayed === null) output.note('SAFETY_LOG is not set: readers who left after the backup are on the list again.');
  else {
    output.note(
      `By SAFETY_LOG, ${replayed.left} readers left again, ${replayed.erased} were erased, and ${replayed.suppressed} are never mailed again.`,
    );
    if (replayed.unmatched > 0)
      output.note(
        `${replayed.unmatched} lines are about nobody on the list, or were written with a key that SECRET lacks.`,
      );
    if (replayed.unreadable > 0) output.note(`${replayed.unreadable} lines of SAFETY_LOG cannot be read.`);
  }
  if (secretFile && !secretFile.isInUse)
    output.note(
      `SECRET lacks a key of the backup: links in sent mails do not work. Put the keys of ${secretFile.path} behind the first key of SECRET, then delete that file.`,
    );
  output.note(
    'All sending is paused. Make sure that the old system is off and stays off, look around, then "reveille resume --all".',
  );
}

/** `restore`. */
export async function restore(run: Run, file: string, options: RestoreOptions): Promise<void> {
  const passphrase = await readPassphrase(options.passphraseFile);
  const output = openOutput(run, options);
  // A wrong environment is reported before minutes of reading.
  const config = options.check ? null : loadConfig(run.env);
  const checked = await checkBackup(file, passphrase);
  const { manifest } = checked;
  if (config === null) {
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const record = { file, at: manifest.at, version: manifest.version, rows, migrations: manifest.migrations.length };
    return output.result(
      record,
      `${file} is whole: backup of ${manifest.at}, ${rows} rows, version ${manifest.version}.`,
    );
  }
  const log = createLog('restore', config.logLevel, run.logTo);
  const unlock = await lockDataDir(config);
  try {
    const { db, close } = await openUnmigrated({ config, log });
    try {
      describe(await restoreBackup({ db, config, now: () => new Date() }, { path: file, passphrase }, checked), output);
    } finally {
      await close();
    }
  } finally {
    await unlock();
  }
}
