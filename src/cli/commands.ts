import type { Command } from 'commander';

type Register = (program: Command) => void;

/** A module of commands: their names, in the order of the help, and what loads it. */
export type CommandModule = { names: readonly string[]; load: () => Promise<Register> };

/** Every command of the program. */
export const COMMAND_MODULES: readonly CommandModule[] = [
  { names: ['serve'], load: async () => (await import('./serve.ts')).registerServe },
  { names: ['demo'], load: async () => (await import('./demo.ts')).registerDemo },
  { names: ['newsletters'], load: async () => (await import('./newsletters.ts')).registerNewsletters },
  { names: ['outlets', 'ingest'], load: async () => (await import('./outlets.ts')).registerOutlets },
  { names: ['agencies'], load: async () => (await import('./agencies.ts')).registerAgencies },
  { names: ['read', 'cluster'], load: async () => (await import('./reading.ts')).registerReading },
  { names: ['classify'], load: async () => (await import('./classify.ts')).registerClassify },
  {
    names: ['compose', 'pin', 'exclude', 'unpin', 'drop', 'promote'],
    load: async () => (await import('./compose.ts')).registerCompose,
  },
  {
    names: ['preview', 'pause', 'resume', 'cancel', 'status'],
    load: async () => (await import('./editions.ts')).registerEditions,
  },
  { names: ['lint'], load: async () => (await import('./lint.ts')).registerLint },
  { names: ['preflight'], load: async () => (await import('./preflight.ts')).registerPreflight },
  { names: ['send'], load: async () => (await import('./send.ts')).registerSend },
  { names: ['fix', 'rate'], load: async () => (await import('./fix.ts')).registerFix },
  { names: ['correct'], load: async () => (await import('./correct.ts')).registerCorrect },
  { names: ['resend'], load: async () => (await import('./resend.ts')).registerResend },
  { names: ['subscribers'], load: async () => (await import('./subscribers.ts')).registerSubscribers },
  { names: ['staff'], load: async () => (await import('./staff.ts')).registerStaff },
  { names: ['receive'], load: async () => (await import('./receive.ts')).registerReceive },
  { names: ['dkim'], load: async () => (await import('./dkim.ts')).registerDkim },
  { names: ['limits'], load: async () => (await import('./limits.ts')).registerLimits },
  { names: ['show-message'], load: async () => (await import('./showMessage.ts')).registerShowMessage },
  { names: ['pictures'], load: async () => (await import('./pictures.ts')).registerPictures },
];

/**
 * Registers only the command called `name`. Loading all commands takes a second, and each mail that is piped into
 * "receive" would wait for that. An unknown or missing name registers all commands, for the help and for suggestions.
 */
export async function registerCommands(program: Command, name: string | undefined): Promise<void> {
  const named = COMMAND_MODULES.filter(({ names }) => name !== undefined && names.includes(name));
  for (const { load } of named.length > 0 ? named : COMMAND_MODULES) (await load())(program);
}
