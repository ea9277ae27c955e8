import { type Command, Option } from 'commander';
import type { Run } from '../run.ts';

const load = () => import('../reading.ts');

/** `read` and `cluster`. They use neither the database nor DATA_DIR. */
export function registerReading(program: Command, run: Run): void {
  program
    .command('read')
    .description('parse feeds or pages without storing them; prints one JSON line for each story')
    .addOption(new Option('--as <kind>', 'type of the files').choices(['feed', 'page']).makeOptionMandatory())
    .option('--url <url>', 'the address that relative links refer to')
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files, or - for paths on standard input')
    .action(async (files: string[], options: { as: 'feed' | 'page'; url?: string }) =>
      (await load()).readFiles(run, files, options),
    );
  program
    .command('cluster')
    .description(
      'group items that report one event: reads {id,url,title,summary,publishedAt,outlet}, prints {id,story}',
    )
    .option('--json', 'JSON lines (as always)')
    .argument('<file>', 'JSON lines, or - for standard input')
    .action(async (file: string) => (await load()).clusterFile(run, file));
}
