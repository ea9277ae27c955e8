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
      throw new ReveilleError('INVALID_INPUT', `${file} line ${number} is not an item: {id,url,title,summary,…}.`);
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

/** `read` and `cluster`: neither touches the database nor DATA_DIR. */
export function registerReading(program: Command): void {
  program
    .command('read')
    .description('parse feeds or pages without storing them: a JSON line a story')
    .addOption(new Option('--as <kind>', 'what the files are').choices(['feed', 'page']).makeOptionMandatory())
    .option('--url <url>', 'where they come from, for relative links')
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files, or - for paths on standard input')
    .action(async (files: string[], options: { as: 'feed' | 'page'; url?: string }) => {
      for await (const file of listFiles(files))
        await printFile(file, () => readStories(file, options.as, options.url ?? null));
    });
  program
    .command('cluster')
    .description('tell which items report one event: in {id,url,title,summary,publishedAt,outlet}, out {id,story}')
    .option('--json', 'JSON lines (as always)')
    .argument('<file>', 'JSON lines, or - for standard input')
    .action(async (file: string) => {
      const items = await readItems(file);
      const stories = clusterItems(items);
      for (const { id } of items) printLine({ id, story: stories.get(id) });
    });
}
