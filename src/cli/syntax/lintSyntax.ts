import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `lint`. */
export function registerLint(program: Command, run: Run): void {
  program
    .command('lint')
    .description('check an edition’s mail in every format: size, words for pictures, links, headers, footer')
    .argument('<edition>')
    .option('--no-links', 'do not check whether links answer, and make no network request')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: { links: boolean; json?: boolean }) =>
      (await import('../lint.ts')).lint(run, edition, options),
    );
}
