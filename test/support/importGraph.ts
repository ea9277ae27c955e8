import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** One import between two files of the repository, both as paths from its root. */
export type Edge = readonly [from: string, to: string];

/** Every relative import of the TypeScript files below `folders`: static, dynamic and of types alone. */
export async function loadImports(folders: readonly string[]): Promise<Edge[]> {
  const files = (
    await Promise.all(
      folders.map(async (folder) =>
        (await readdir(join(ROOT, folder), { recursive: true })).map((name) => `${folder}/${name}`),
      ),
    )
  ).flat();
  const edges = files
    .filter((file) => file.endsWith('.ts'))
    .map(async (file) => importsOf(file, await readFile(join(ROOT, file), 'utf8')));
  return (await Promise.all(edges)).flat();
}

function importsOf(file: string, text: string): Edge[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    ([, specifier]) => [file, posix.join(posix.dirname(file), specifier ?? '')] as const,
  );
}

/**
 * Circles between sibling folders at any depth, each as the edges that close it. An import from `a/b/x.ts` to
 * `a/c/d/y.ts` is an edge from folder `b` to folder `c` of `a`.
 */
export function findCircles(edges: readonly Edge[]): string[] {
  const graphs = new Map<string, Map<string, Map<string, Edge>>>();
  for (const edge of edges) {
    const [from, to] = edge.map((path) => posix.dirname(path).split('/')) as [string[], string[]];
    const depth = from.findIndex((part, index) => part !== to[index]);
    if (depth < 0 || to[depth] === undefined) continue;
    const graph = within(graphs, from.slice(0, depth).join('/'));
    within(graph, from[depth] ?? '').set(to[depth], edge);
  }
  return [...graphs.values()].flatMap(circlesOf);
}

function within<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = map.get(key) ?? new Map<string, T>();
  map.set(key, found);
  return found;
}

/** For each edge that can be walked back, the way back. */
function circlesOf(graph: Map<string, Map<string, Edge>>): string[] {
  return [...graph].flatMap(([from, next]) =>
    [...next].flatMap(([to, edge]) => {
      const back = wayBack(graph, to, from);
      return back ? [[edge, ...back].map(([a, b]) => `${a} → ${b}`).join(', ')] : [];
    }),
  );
}

function wayBack(graph: Map<string, Map<string, Edge>>, start: string, goal: string): Edge[] | null {
  const queue: { at: string; way: Edge[] }[] = [{ at: start, way: [] }];
  const seen = new Set([start]);
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (next.at === goal) return next.way;
    for (const [to, edge] of graph.get(next.at) ?? [])
      if (!seen.has(to)) {
        seen.add(to);
        queue.push({ at: to, way: [...next.way, edge] });
      }
  }
  return null;
}
