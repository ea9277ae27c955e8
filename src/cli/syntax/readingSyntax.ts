import { type Command, Option } from 'commander';
import type { Run } from '../run.ts';

const load = () => import('../reading.ts');

/** `read` and `cluster`: neither touches the database nor DATA_DIR. */
export function registerReading(program: Command, run: Run): void {
  program
    .command('read')
    .description('parse feeds or pages without storing them: a JSON line a story')
    .addOption(new Option('--as <kind>', 'what the files are').choices(['feed', 'page']).makeOptionMandatory())
    .option('--url <url>', 'where they come from, for relative links')
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files, or - for paths on standard input')
    .action(async (files: string[], options: { as: 'feed' | 'page'; url?: string }) =>
      (await load()).readFiles(run, files, options),
    );
  program
    .command('cluster')
    .description('tell which items report one event: in {id,url,title,summary,publishedAt,outlet}, out {id,story}')
    .option('--json', 'JSON lines (as always)')
    .argument('<file>', 'JSON lines, or - for standard input')
    .action(async (file: string) => (await load()).clusterFile(run, file));
}
