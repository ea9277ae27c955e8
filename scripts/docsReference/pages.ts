import { join } from 'node:path';
import { describeCli } from './cli.ts';
import { describeEnvironment } from './environment.ts';
import { describeFlagPage } from './flags.ts';
import { describeLogs } from './logs.ts';
import { describeMetrics } from './metrics.ts';
import { describeRetention } from './retention.ts';
import { describeSettings } from './settings.ts';

/** The folder of the pages that are made from the code. */
export const REFERENCE = join(import.meta.dirname, '..', '..', 'docs', 'reference');

const MADE = '<!-- Made by `npm run docs:reference`. Change the code, not this page. -->';

/** Every page of the reference: its path and its whole text. It opens neither a database nor a socket. */
export async function buildReference(): Promise<{ path: string; text: string }[]> {
  const pages = {
    'cli.md': await describeCli(),
    'environment.md': describeEnvironment(),
    'flags.md': describeFlagPage(),
    'logs.md': describeLogs(),
    'metrics.md': await describeMetrics(),
    'retention.md': describeRetention(),
    'settings.md': describeSettings(),
  };
  return Object.entries(pages).map(([name, text]) => ({ path: join(REFERENCE, name), text: `${MADE}\n\n${text}` }));
}
