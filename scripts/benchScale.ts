/**
 * Measures a whole installation at several sizes: `serve` with all its processes on an external PostgreSQL as its package
 * comes, from the import of the list to its export. What should be flat is flat in this table, or it says what is not.
 *
 *   npm run bench:scale -- --server postgres://ROLE@127.0.0.1:PORT/postgres [--sizes N,N,N] [--seconds N] [--sink PORT]
 *
 * The role may create databases. The server runs on this machine: its CPU time is read from /proc. A send goes on for
 * --seconds and is then paused. smtp-sink (Debian's package postfix) must be on the PATH.
 */
import { parseArgs } from 'node:util';
import { startSink, stop } from './benchSend/processes.ts';
import { measureSize, type Figures } from './benchScale/measureSize.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    seconds: { type: 'string', default: '60' },
    sink: { type: 'string', default: '2610' },
  },
});
if (!values.server) throw new Error('name the server: --server postgres://ROLE@127.0.0.1:PORT/postgres');
const port = Number(values.sink);
const sink = await startSink(port);
try {
  const sizes = values.sizes.split(',').map(Number);
  const columns: Figures[] = [];
  for (const readers of sizes)
    columns.push(await measureSize(values.server, { readers, sink: port, seconds: Number(values.seconds) }));
  console.log(`\n| | ${sizes.join(' | ')} |\n|---|${sizes.map(() => '---|').join('')}`);
  for (const row of Object.keys(columns[0]!))
    console.log(`| ${row} | ${columns.map((column) => column[row]).join(' | ')} |`);
} finally {
  await stop(sink);
}
