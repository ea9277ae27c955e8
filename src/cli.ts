import { runProgram } from './cli/main.ts';
import { codeOf, messageOf } from './domain/errors.ts';

process.stdout.on('error', (error) => {
  // A command that needs its output to arrive whole listens, too, and reports it.
  if (process.stdout.listenerCount('error') > 1) return;
  // A reader of the output may stop early (`| head`). That is no failure.
  if (codeOf(error) === 'EPIPE') process.exit(0);
  process.stderr.write(`reveille: standard output cannot be written (${codeOf(error) ?? messageOf(error)})\n`);
  process.exit(1);
});

process.exitCode = await runProgram(process.argv.slice(2), process);
// What a failed run left open must not keep the process; what it has printed goes out first.
if (process.exitCode !== 0) process.stdout.write('', () => process.exit());
