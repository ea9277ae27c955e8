import type { Command } from 'commander';
import type { BackupOptions, RestoreOptions } from '../backup.ts';
import type { Run } from '../run.ts';

const load = () => import('../backup.ts');

/** `backup`, `restore`. */
export function registerBackup(program: Command, run: Run): void {
  program
    .command('backup')
    .description(
      'write everything that a new machine needs to one file, also during a send: database, pictures, SECRET, DKIM keys',
    )
    .argument('<file>', 'the file, or - for standard output')
    .option('--passphrase-file <path>', 'encrypt the file with the passphrase in this file')
    .option('--force', 'replace an existing file')
    .option('--json', 'print JSON lines')
    .action(async (file: string, options: BackupOptions) => (await load()).backup(run, file, options));
  program
    .command('restore')
    .description('load a backup into an empty database; all sending stays paused until "reveille resume --all"')
    .argument('<file>')
    .option('--passphrase-file <path>', 'the passphrase of an encrypted backup is in this file')
    .option('--check', 'only read the whole file and compare it with its fingerprints; no database is opened')
    .option('--json', 'print JSON lines')
    .action(async (file: string, options: RestoreOptions) => (await load()).restore(run, file, options));
}
