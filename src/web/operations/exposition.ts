/**
 * A sample of prom-client's `getMetricsAsJSON`. `metricName` is set if it differs from the metric's name (`_bucket` …).
 */
type Sample = { value: number; labels?: Record<string, string | number>; metricName?: string };
type Metric = { name: string; help: string; type: string; values: Sample[] };

/** A process and its figures. */
export type ProcessFigures = { process: string; metrics: readonly object[] };

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');

function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function sampleLine(name: string, process: string, { value, labels = {}, metricName }: Sample): string {
  const all: Record<string, string | number> = { ...labels, process };
  const pairs = Object.entries(all).map(([label, text]) => `${label}="${escapeLabel(String(text))}"`);
  return `${metricName ?? name}{${pairs.join(',')}} ${formatValue(value)}`;
}

/**
 * Renders the figures of several processes in Prometheus's text format (0.0.4). Each metric appears once, with the
 * samples of all processes; the label `process` distinguishes them. prom-client's own aggregation adds them up, so that
 * a slow process can no longer be found. If an older process has a metric with another type, its samples are left out.
 */
export function renderExposition(processes: readonly ProcessFigures[]): string {
  const metrics = new Map<string, Pick<Metric, 'help' | 'type'> & { lines: string[] }>();
  for (const { process, metrics: own } of processes)
    for (const { name, help, type, values } of own as Metric[]) {
      const metric = metrics.get(name) ?? { help, type, lines: [] };
      metrics.set(name, metric);
      if (metric.type === type) for (const sample of values) metric.lines.push(sampleLine(name, process, sample));
    }
  const blocks = [...metrics].map(([name, { help, type, lines }]) =>
    [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines].join('\n'),
  );
  return `${blocks.join('\n')}\n`;
}
