#!/usr/bin/env node
// The health check of a container: exits 0 while its process renews its lease in the database, which it does every two
// seconds and marks by writing the file that ALIVE_FILE names. Else one sentence, and exit 1.
//   node bin/alive.mjs FILE
import { statSync } from 'node:fs';

const LONGEST_SILENCE_MS = 30_000;

const [file = ''] = process.argv.slice(2);
const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
const silentMs = writtenAt === undefined ? Infinity : Date.now() - writtenAt;
if (silentMs > LONGEST_SILENCE_MS) {
  const since = writtenAt === undefined ? 'yet' : `for ${Math.round(silentMs / 1000)} seconds`;
  console.error(`no lease in the database was renewed ${since} (${file})`);
  process.exitCode = 1;
}
