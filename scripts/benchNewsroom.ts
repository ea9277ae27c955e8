/**
 * Measures a round of the newsroom. Simulated outlets run on loopback in their own process; the database is an embedded
 * PostgreSQL with its usual durability. The parts run in order in one process; each uses the results of the one before.
 *
 *   npm run bench:newsroom -- [--part ingest,window,rank] [--outlets 500] [--items 40]
 */
import { parseArgs } from 'node:util';
import { openNewsroom, type Newsroom } from './benchNewsroom/bench.ts';
import { measureIngest } from './benchNewsroom/ingest.ts';
import { measureRank } from './benchNewsroom/rank.ts';
import { measureWindow } from './benchNewsroom/window.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'ingest,window,rank' },
    outlets: { type: 'string', default: '500' },
    items: { type: 'string', default: '40' },
  },
});
const size = { outlets: Number(values.outlets), items: Number(values.items) };

const PARTS: Readonly<Record<string, (newsroom: Newsroom) => Promise<void> | void>> = {
  ingest: (newsroom) => measureIngest(newsroom, size),
  window: () => measureWindow(),
  rank: (newsroom) => measureRank(newsroom, size),
};

const newsroom = await openNewsroom();
try {
  for (const name of values.part.split(',')) {
    const part = PARTS[name];
    if (!part) throw new Error(`There is no part "${name}"; there are ${Object.keys(PARTS).join(', ')}.`);
    await part(newsroom);
  }
} finally {
  await newsroom.close();
}
