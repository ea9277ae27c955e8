import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { ClusterItem } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import { parseFeedStories, parsePageStory } from '../newsroom/ingest/ingest.ts';
import { clusterItems } from '../newsroom/rank/rank.ts';
import { listFiles, printFile, printLine, readLines } from './command.ts';

async function readStories(file: string, kind: 'feed' | 'page', url: string | null): Promise<object[]> {
  const bytes = await readFile(file);
  return kind === 'feed' ? await parseFeedStories(bytes, { url }) : [await parsePageStory(bytes, { url })];
}

async function readItems(file: string): Promise<ClusterItem[]> {
  const items: ClusterItem[] = [];
  let number = 0;
  for await (const line of readLines(file)) {
    number++;
    if (!line.trim()) continue;
    const parsed = ClusterItem.safeParse(parseJson(line));
    if (!parsed.success)
      throw new ReveilleError(
        'INVALID_INPUT',
        `${file}, line ${number}, is not an item; expected {id,url,title,summary,…}.`,
      );
    items.push(parsed.data);
  }
  return items;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** `read` and `cluster`. They use neither the database nor DATA_DIR. */
export function registerReading(program: Command): void {
  program
    .command('read')
    .description('parse feeds or pages without storing them; prints one JSON line for each story')
    .addOption(new Option('--as <kind>', 'type of the files').choices(['feed', 'page']).makeOptionMandatory())
    .option('--url <url>', 'the address that relative links refer to')
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files, or - for paths on standard input')
    .action(async (files: string[], options: { as: 'feed' | 'page'; url?: string }) => {
      for await (const file of listFiles(files))
        await printFile(file, () => readStories(file, options.as, options.url ?? null));
    });
  program
    .command('cluster')
    .description(
      'group items that report one event: reads {id,url,title,summary,publishedAt,outlet}, prints {id,story}',
    )
    .option('--json', 'JSON lines (as always)')
    .argument('<file>', 'JSON lines, or - for standard input')
    .action(async (file: string) => {
      const items = await readItems(file);
      const stories = clusterItems(items);
      for (const { id } of items) printLine({ id, story: stories.get(id) });
    });
}
