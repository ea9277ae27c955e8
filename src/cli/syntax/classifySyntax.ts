import type { Command } from 'commander';
import type { Run } from '../run.ts';

const load = () => import('../classify.ts');

/** `classify`. It uses neither the database nor DATA_DIR. */
export function registerClassify(program: Command, run: Run): void {
  program
    .command('classify')
    .description(
      'classify returned mails; prints one JSON line for each: {file,kind,recipients:[{address,action,status,diagnostic}]}',
    )
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files with one mail each, or - for paths on standard input')
    .action(async (files: string[]) => (await load()).classifyFiles(run, files));
}
