import { mailerMetrics } from '../../src/deliver/metrics.ts';
import { createSharedMetrics } from '../../src/web/operations/metrics.ts';
import type { Web } from '../../src/web/web.ts';
import { table } from './markdown.ts';

type Described = { name: string; help: string; type: string; labelNames?: readonly string[] };

function rowsOf(metrics: readonly unknown[]): string[][] {
  return (metrics as readonly Described[]).map(({ name, help, type, labelNames = [] }) => [
    `\`${name}\``,
    type,
    labelNames.map((label) => `\`${label}\``).join(', '),
    help,
  ]);
}

/** docs/reference/metrics.md, from the registries. Nothing is measured: registered metrics are only listed. */
export async function describeMetrics(): Promise<string> {
  const shared = createSharedMetrics({} as Web).getMetricsAsArray();
  const mailer = mailerMetrics.getMetricsAsArray();
  const headings = ['metric', 'type', 'labels', 'meaning'];
  return `# Metrics

\`/metrics\` serves the metrics in the text format of Prometheus. Every metric also has the label \`process\`. Each web process also
serves prom-client's default metrics of Node. The guide [scaling](../guides/scaling.md#metrics) says who may read them and how
to scrape several web processes.

## From the database and the queues

Only one web process serves these at a time, so that no figure is counted twice.

${table(headings, rowsOf(shared))}
## From each mailer

${table(headings, rowsOf(mailer))}`;
}
