/**
 * Measures the reading of feeds and pages against collections that say what a reader should find.
 *
 *   node scripts/evaluateReading.ts [--misses tuned|other|both|none] FOLDER|ORIGIN…
 *
 * A FOLDER holds feeds with their expectations beside them (NAME.xml + NAME.json, NAME.json + NAME_expected.json) or
 * pages (NAME/source.html + NAME/expected-metadata.json); an ORIGIN (http://127.0.0.1:PORT) is a newsstand that runs
 * and knows its truth. Names are split into halves by their hash; the misses of the tuned half are listed unless told.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFeeds } from './evaluateReading/feeds.ts';
import { checkPages } from './evaluateReading/pages.ts';
import { checkStand } from './evaluateReading/stand.ts';
import { report, type Half } from './evaluateReading/tally.ts';

const SHOWN: Readonly<Record<string, Half[]>> = {
  tuned: ['tuned'],
  other: ['other'],
  both: ['tuned', 'other'],
  none: [],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { misses: { type: 'string', default: 'tuned' } },
});
const shown = SHOWN[values.misses];
if (!shown || positionals.length === 0) {
  console.error('usage: node scripts/evaluateReading.ts [--misses tuned|other|both|none] FOLDER|ORIGIN…');
  process.exit(2);
}
const hasPages = (folder: string): boolean =>
  readdirSync(folder).some((name) => existsSync(join(folder, name, 'expected-metadata.json')));

for (const source of positionals) {
  if (/^https?:/.test(source)) report('newsstand', await checkStand(new URL(source).origin), shown);
  else if (hasPages(source)) report(`pages: ${basename(resolve(source))}`, checkPages(source), shown);
  else report(`feeds: ${basename(resolve(source))}`, checkFeeds(source), shown);
}
