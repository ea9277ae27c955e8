import type { Command } from 'commander';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description(
      'run the whole system: web, scheduler and workers; by default with an embedded database and a built-in inbox',
    )
    .option('--empty', 'create only the newsletter, without sample outlets and readers')
    .action(async ({ empty }: { empty?: boolean }) => {
      // Imported here because --help does not need it.
      const { serve } = await import('../schedule/serve/serve.ts');
      await serve({ isEmpty: empty === true });
    });
}
