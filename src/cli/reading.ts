import { readFile } from 'node:fs/promises';
import { ClusterItem } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import { parseFeedStories, parsePageStory } from '../newsroom/ingest/ingest.ts';
import { clusterItems } from '../newsroom/rank/rank.ts';
import { listFiles, printFile, printLine, readLines } from './command.ts';
import type { Run } from './run.ts';

async function readStories(file: string, kind: 'feed' | 'page', url: string | null): Promise<object[]> {
  const bytes = await readFile(file);
  return kind === 'feed' ? await parseFeedStories(bytes, { url }) : [await parsePageStory(bytes, { url })];
}

async function readItems(run: Run, file: string): Promise<ClusterItem[]> {
  const items: ClusterItem[] = [];
  let number = 0;
  for await (const line of readLines(run, file)) {
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

/** `read`. */
export async function readFiles(
  run: Run,
  files: string[],
  options: { as: 'feed' | 'page'; url?: string },
): Promise<void> {
  for await (const file of listFiles(run, files))
    await printFile(run, file, () => readStories(file, options.as, options.url ?? null));
}

/** `cluster`. */
export async function clusterFile(run: Run, file: string): Promise<void> {
  const items = await readItems(run, file);
  const stories = clusterItems(items);
  for (const { id } of items) printLine(run, { id, story: stories.get(id) });
}
