import type { Command } from 'commander';
import type { Run } from './run.ts';

type Register = (program: Command, run: Run) => void;

/** A module of commands: their names, in the order of the help, and what loads it. */
type CommandModule = { names: readonly string[]; load: () => Promise<Register> };

/** Every command of the program. */
export const COMMAND_MODULES: readonly CommandModule[] = [
  { names: ['serve'], load: async () => (await import('./syntax/serveSyntax.ts')).registerServe },
  { names: ['demo'], load: async () => (await import('./syntax/demoSyntax.ts')).registerDemo },
  { names: ['newsletters'], load: async () => (await import('./syntax/newslettersSyntax.ts')).registerNewsletters },
  { names: ['outlets', 'ingest'], load: async () => (await import('./syntax/outletsSyntax.ts')).registerOutlets },
  { names: ['agencies'], load: async () => (await import('./syntax/agenciesSyntax.ts')).registerAgencies },
  { names: ['read', 'cluster'], load: async () => (await import('./syntax/readingSyntax.ts')).registerReading },
  { names: ['classify'], load: async () => (await import('./syntax/classifySyntax.ts')).registerClassify },
  {
    names: ['compose', 'pin', 'exclude', 'unpin', 'drop', 'promote'],
    load: async () => (await import('./syntax/composeSyntax.ts')).registerCompose,
  },
  {
    names: ['preview', 'resume', 'pause', 'cancel', 'status'],
    load: async () => (await import('./syntax/editionsSyntax.ts')).registerEditions,
  },
  { names: ['edition', 'approve'], load: async () => (await import('./syntax/editionSyntax.ts')).registerEdition },
  { names: ['lint'], load: async () => (await import('./syntax/lintSyntax.ts')).registerLint },
  { names: ['preflight'], load: async () => (await import('./syntax/preflightSyntax.ts')).registerPreflight },
  { names: ['doctor'], load: async () => (await import('./syntax/doctorSyntax.ts')).registerDoctor },
  { names: ['recount'], load: async () => (await import('./syntax/recountSyntax.ts')).registerRecount },
  { names: ['retention'], load: async () => (await import('./syntax/retentionSyntax.ts')).registerRetention },
  { names: ['backup', 'restore'], load: async () => (await import('./syntax/backupSyntax.ts')).registerBackup },
  { names: ['send'], load: async () => (await import('./syntax/sendSyntax.ts')).registerSend },
  { names: ['fix', 'rate'], load: async () => (await import('./syntax/fixSyntax.ts')).registerFix },
  { names: ['correct'], load: async () => (await import('./syntax/correctSyntax.ts')).registerCorrect },
  { names: ['resend'], load: async () => (await import('./syntax/resendSyntax.ts')).registerResend },
  { names: ['subscribers'], load: async () => (await import('./syntax/subscribersSyntax.ts')).registerSubscribers },
  { names: ['staff'], load: async () => (await import('./syntax/staffSyntax.ts')).registerStaff },
  { names: ['receive'], load: async () => (await import('./syntax/receiveSyntax.ts')).registerReceive },
  { names: ['dkim'], load: async () => (await import('./syntax/dkimSyntax.ts')).registerDkim },
  { names: ['limits'], load: async () => (await import('./syntax/limitsSyntax.ts')).registerLimits },
  { names: ['show-message'], load: async () => (await import('./syntax/showMessageSyntax.ts')).registerShowMessage },
  { names: ['pictures'], load: async () => (await import('./syntax/picturesSyntax.ts')).registerPictures },
];

/**
 * Registers the command called `name` and no other, since a mail that is piped into `receive` waits for what is loaded;
 * without such a command, all of them, for help and for advice. What a command does is loaded when it runs.
 */
export async function registerCommands(program: Command, run: Run, name: string | undefined): Promise<void> {
  const named = COMMAND_MODULES.filter(({ names }) => name !== undefined && names.includes(name));
  for (const { load } of named.length > 0 ? named : COMMAND_MODULES) (await load())(program, run);
}
