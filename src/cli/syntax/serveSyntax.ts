import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `serve`. */
export function registerServe(program: Command, run: Run): void {
  program
    .command('serve')
    .description('run the whole system: web, scheduler and workers, with a database and an inbox of its own by default')
    .option('--empty', 'start with the newsletter alone: no sample outlet, no sample reader')
    .action(async ({ empty }: { empty?: boolean }) => {
      const { serve } = await import('../../schedule/serve/serve.ts');
      await serve(run, { isEmpty: empty === true });
    });
}
