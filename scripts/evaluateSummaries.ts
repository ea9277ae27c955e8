import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePage } from '../src/newsroom/ingest/page/page.ts';
import { readDescription } from '../src/newsroom/ingest/summary/description.ts';
import { extractSummary } from '../src/newsroom/ingest/summary/extract.ts';
import { isWhole, measure } from '../src/newsroom/ingest/summary/whole.ts';
import { splitSentences } from '../src/language/sentences.ts';

/**
 * Measures summaries of real stories: `node scripts/evaluateSummaries.ts CORPUS [--print N]`. CORPUS contains
 * newsday/items.jsonl ({title, description, text}) and pages/NAME/source.html. Prints counts, and N summaries to read.
 */
type Item = { id: string; title: string; description: string | null; text: string };

const [folder = '', flag, count = '0'] = process.argv.slice(2);
const wanted = flag === '--print' ? Number(count) : 0;
const DATELINE = /^(?:\p{Lu}[\p{Lu} .]{2,}(?:, \p{L}+)?\s*(?:\(\p{L}[^)]*\)|\s[—–-])|\(\p{L}[^)]*\)\s*[—–-])/u;

type Row = { id: string; kind: string; title: string; summary: string };

function report(kind: string, rows: readonly Row[]): void {
  const some = rows.filter(({ summary }) => summary !== '');
  const lengths = some.map(({ summary }) => measure(summary)).toSorted((a, b) => a - b);
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0;
  const counts = some.map(({ summary }) => splitSentences(summary).length);
  process.stdout.write(
    `${kind}: ${rows.length} stories, ${some.length} with a summary; ` +
      `${some.filter(({ summary }) => !isWhole(summary)).length} do not end as a sentence, ` +
      `${some.filter(({ summary }) => DATELINE.test(summary)).length} begin with a dateline; ` +
      `length 10 % ${at(0.1)}, median ${at(0.5)}, 90 % ${at(0.9)}, most ${at(1)}; ` +
      `sentences ${[1, 2, 3].map((each) => `${each}: ${counts.filter((one) => one === each).length}`).join(', ')}\n`,
  );
}

function print(rows: readonly Row[]): void {
  const step = Math.max(1, Math.floor(rows.length / wanted));
  for (const { id, kind, title, summary } of rows.filter((_, at) => at % step === 0).slice(0, wanted))
    process.stdout.write(`\n[${kind} ${id}] ${title}\n  ${summary || '(none)'}\n`);
}

const items = readFileSync(join(folder, 'newsday/items.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Item);
const described = items
  .filter((item) => item.description)
  .map(({ id, title, description }) => ({
    id,
    kind: 'description',
    title,
    summary: readDescription(description ?? '', title),
  }));
const extracted = items.map(({ id, title, text }) => ({
  id,
  kind: 'extract',
  title,
  summary: extractSummary(text.split('\n'), title),
}));
const pages = readdirSync(join(folder, 'pages'))
  .filter((name) => existsSync(join(folder, 'pages', name, 'source.html')))
  .map((name) => {
    const story = parsePage(readFileSync(join(folder, 'pages', name, 'source.html')), { url: null }).story;
    return { id: name, kind: 'page', title: story.title, summary: story.summary };
  });
for (const [kind, rows] of Object.entries({ descriptions: described, extracts: extracted, pages })) report(kind, rows);
if (wanted > 0) for (const rows of [described, extracted, pages]) print(rows);
