import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A node of a plan, as auto_explain writes it in JSON. */
type Node = {
  'Node Type': string;
  'Parent Relationship'?: string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Plan Rows': number;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};
export type LoggedPlan = { text: string; ms: number; root: Node; hasJit: boolean };

/** PostgreSQL's settings with which it logs the plan of each statement, for `readPlans`. */
export const PLAN_LOG = {
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_directory: 'plans',
  log_filename: 'all',
  log_rotation_size: '0',
};

/** Statements that start the log for each new connection. A superuser runs them. */
export const START_PLAN_LOG = [
  // Its settings have no names before it is loaded.
  `load 'auto_explain'`,
  `alter system set session_preload_libraries = 'auto_explain'`,
  `alter system set auto_explain.log_min_duration = 0`,
  `alter system set auto_explain.log_format = 'json'`,
  `alter system set auto_explain.log_analyze = on`,
  `alter system set auto_explain.log_timing = off`,
  `alter system set auto_explain.log_nested_statements = on`,
  `select pg_reload_conf()`,
];

/** The plans that the server in `folder` logged for connections of the product. */
export async function readPlans(folder: string): Promise<LoggedPlan[]> {
  const logs = join(folder, 'plans');
  const plans: LoggedPlan[] = [];
  for (const name of await readdir(logs)) {
    if (!name.endsWith('.json')) continue;
    for (const line of (await readFile(join(logs, name), 'utf8')).split('\n')) {
      if (!line.includes('  plan:')) continue;
      const { message } = JSON.parse(line) as { message: string };
      const [, ms, json] = /^duration: ([\d.]+) ms {2}plan:\n([\s\S]+)$/.exec(message) ?? [];
      if (json === undefined) continue;
      const { 'Query Text': text, Plan: root, JIT: jit } = JSON.parse(json) as Record<string, unknown>;
      plans.push({ text: text as string, ms: Number(ms), root: root as Node, hasJit: jit !== undefined });
    }
  }
  return plans;
}

const inLoops = (node: Node, rows: number | undefined): number => (rows ?? 0) * (node['Actual Loops'] ?? 0);

/** `exists` stops at the first row, as a limit does. */
const endsEarly = (node: Node, child: Node): boolean =>
  node['Node Type'] === 'Limit' || /^(?:Sub|Init)Plan$/.test(child['Parent Relationship'] ?? '');

/** What is wrong with one node: it reads too many rows, or its estimate is off a hundredfold. */
function* faultsOf(node: Node, readsAtMost: number, isLimited: boolean): Generator<string> {
  const what = `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name'] ?? ''}`.trim();
  if (node['Node Type'].includes('Scan')) {
    const kept = inLoops(node, node['Actual Rows']);
    const passed = inLoops(node, node['Rows Removed by Filter']) + inLoops(node, node['Rows Removed by Index Recheck']);
    if (kept + passed > readsAtMost) yield `${what} reads ${kept + passed} rows`;
  }
  // Below a limit, the estimate is of all rows, and the node ends early. Of what such a node hands on, a generic plan
  // guesses a tenth of all, and nothing reads a table for it.
  if (!isLimited && node['Node Type'] !== 'CTE Scan' && (node['Actual Loops'] ?? 0) > 0) {
    const [planned, actual] = [Math.max(1, node['Plan Rows']), Math.max(1, node['Actual Rows'] ?? 0)];
    const off = Math.max(planned / actual, actual / planned);
    if (off >= 100 && Math.max(planned, actual) > readsAtMost)
      yield `${what} expects ${planned} rows and has ${actual}`;
  }
  for (const child of node.Plans ?? []) yield* faultsOf(child, readsAtMost, isLimited || endsEarly(node, child));
}

/** The faults of a plan: rows read beyond `readsAtMost` by one node, estimates that are off a hundredfold, JIT. */
export function findFaults({ root, hasJit }: LoggedPlan, readsAtMost: number): string[] {
  return [...(hasJit ? ['compiles with JIT'] : []), ...faultsOf(root, readsAtMost, false)];
}
