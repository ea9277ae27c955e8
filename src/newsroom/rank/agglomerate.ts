/**
 * Two items and their similarity. `support` is their agreement beyond a single thing. Pairs with `isCopy` always belong
 * together.
 */
export type Edge = { a: number; b: number; similarity: number; support: number; isCopy: boolean };

// Agreement on a single thing starts no group. It joins one only if the average is higher by this factor.
const FOUNDING_SUPPORT = 0.35;
const UNSUPPORTED = 1.1;
// Two established groups are more likely two related events. Each doubling of the smaller group raises the threshold by
// this much.
const PER_DOUBLING = 0.15;
// Two groups of this many items are two events if they are much less alike than the items of each are: what a rocket is to
// carry, and its start. Of the labelled news, groups of one event reach 0.67, mostly 0.8, and other groups 0.5.
const ESTABLISHED = 3;
const MIN_COHESION = 0.5;

type Pair = { average: number; a: number; b: number; sizeA: number; sizeB: number };

/** Sorts the better pair first: the higher average, then the lower positions, so that ties are deterministic. */
function isBefore(a: Pair, b: Pair): boolean {
  return a.average !== b.average ? a.average > b.average : a.a !== b.a ? a.a < b.a : a.b < b.b;
}

function push(heap: Pair[], pair: Pair): void {
  let at = heap.push(pair) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent]!;
    if (!isBefore(pair, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = pair;
}

function pop(heap: Pair[]): Pair | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}

/**
 * Average-link clustering (UPGMA) of items 0 … count-1 over a sparse graph. A missing edge counts as 0, so a long chain
 * of similar pairs does not form one group. Two items that agree on a single thing start no group, but the agreement
 * counts between groups. Two established groups are joined only if they are at least half as alike as each is within. Copies
 * are joined first. Items in `fixed` stay in their groups, and two such groups are never
 * joined. Returns for each item the lowest item of its group. Deterministic.
 */
export function agglomerate(
  count: number,
  edges: readonly Edge[],
  threshold: number,
  fixed: ReadonlyMap<number, number> = new Map(),
): number[] {
  const groupOf = Array.from({ length: count }, (_, item) => item);
  const members = groupOf.map((item) => [item]);
  const fixedOf = groupOf.map((item) => fixed.get(item) ?? null);
  const sums = groupOf.map(() => new Map<number, number>());
  const inner = groupOf.map(() => 0);
  const supported = groupOf.map(() => new Set<number>());

  function merge(a: number, b: number): number {
    const [into, from] = a < b ? [a, b] : [b, a];
    for (const item of members[from]!) groupOf[item] = into;
    members[into] = members[into]!.concat(members[from]!);
    members[from] = [];
    fixedOf[into] ??= fixedOf[from] ?? null;
    inner[into]! += inner[from]! + (sums[into]!.get(from) ?? 0);
    sums[into]!.delete(from);
    for (const [other, sum] of sums[from]!) {
      if (other === into) continue;
      sums[other]!.delete(from);
      const total = (sums[into]!.get(other) ?? 0) + sum;
      sums[into]!.set(other, total);
      sums[other]!.set(into, total);
    }
    sums[from]!.clear();
    supported[into]!.delete(from);
    for (const other of supported[from]!) {
      if (other === into) continue;
      supported[other]!.delete(from);
      supported[other]!.add(into);
      supported[into]!.add(other);
    }
    supported[from]!.clear();
    return into;
  }

  const mayMerge = (a: number, b: number): boolean =>
    a !== b && (fixedOf[a] === null || fixedOf[b] === null || fixedOf[a] === fixedOf[b]);

  for (const { a, b, similarity, support, isCopy } of edges) {
    sums[a]!.set(b, similarity);
    sums[b]!.set(a, similarity);
    if (support < FOUNDING_SUPPORT && !isCopy) continue;
    supported[a]!.add(b);
    supported[b]!.add(a);
  }
  const firstOf = new Map<number, number>();
  for (const [item, group] of [...fixed].toSorted((x, y) => x[0] - y[0])) {
    const first = firstOf.get(group);
    if (first === undefined) firstOf.set(group, item);
    else merge(groupOf[first]!, groupOf[item]!);
  }
  const copies = edges.filter((edge) => edge.isCopy);
  for (const { a, b } of copies.toSorted((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b))
    if (mayMerge(groupOf[a]!, groupOf[b]!)) merge(groupOf[a]!, groupOf[b]!);

  const averageWithin = (group: number): number => {
    const size = members[group]!.length;
    return inner[group]! / ((size * (size - 1)) / 2);
  };
  const areTwoEvents = (a: number, b: number, average: number): boolean =>
    Math.min(members[a]!.length, members[b]!.length) >= ESTABLISHED &&
    average < MIN_COHESION * Math.min(averageWithin(a), averageWithin(b));

  const heap: Pair[] = [];
  function offer(a: number, b: number, sum: number): void {
    const sizeA = members[a]!.length;
    const sizeB = members[b]!.length;
    const average = sum / (sizeA * sizeB);
    const isSupported = supported[a]!.has(b);
    if (!isSupported && sizeA + sizeB === 2) return;
    const wanted = threshold * (1 + PER_DOUBLING * Math.log2(Math.min(sizeA, sizeB))) * (isSupported ? 1 : UNSUPPORTED);
    if (average >= wanted && mayMerge(a, b) && !areTwoEvents(a, b, average))
      push(heap, { average, a, b, sizeA, sizeB });
  }
  sums.forEach((row, a) => row.forEach((sum, b) => a < b && offer(a, b, sum)));
  for (let pair = pop(heap); pair !== undefined; pair = pop(heap)) {
    const { a, b, sizeA, sizeB } = pair;
    // A group that has grown since then has a newer pair in the queue.
    if (members[a]!.length !== sizeA || members[b]!.length !== sizeB || !mayMerge(a, b)) continue;
    const into = merge(a, b);
    for (const [other, sum] of sums[into]!) offer(Math.min(into, other), Math.max(into, other), sum);
  }
  return groupOf;
}
