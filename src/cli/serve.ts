import type { Command } from 'commander';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the whole system: web, scheduler and workers, with a database and an inbox of its own by default')
    .option('--empty', 'start with the newsletter alone: no sample outlet, no sample reader')
    .action(async ({ empty }: { empty?: boolean }) => {
      // Who asks for help needs nothing of it.
      const { serve } = await import('../schedule/serve/serve.ts');
      await serve({ isEmpty: empty === true });
    });
}
