import { runProgram } from './cli/main.ts';
import { codeOf } from './domain/errors.ts';

// A reader of the output may stop early (`| head`). That is no failure, and there is nowhere to print an error.
process.stdout.on('error', (error) => process.exit(codeOf(error) === 'EPIPE' ? 0 : 1));

process.exitCode = await runProgram(process.argv.slice(2), process);
// What a failed run left open must not keep the process; what it has printed goes out first.
if (process.exitCode !== 0) process.stdout.write('', () => process.exit());
