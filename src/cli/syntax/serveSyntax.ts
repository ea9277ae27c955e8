import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `serve`. */
export function registerServe(program: Command, run: Run): void {
  program
    .command('serve')
    .description(
      'run the whole system: web, scheduler and workers; by default with an embedded database and a built-in inbox',
    )
    .option('--empty', 'create only the newsletter, without sample outlets and readers')
    .action(async ({ empty }: { empty?: boolean }) => {
      const { serve } = await import('../../schedule/serve/serve.ts');
      await serve(run, { isEmpty: empty === true });
    });
}
