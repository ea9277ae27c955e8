import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { classifyMail, MAX_MAIL_BYTES } from '../feedback/feedback.ts';
import { listFiles, printFile } from './command.ts';

async function readMail(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: MAX_MAIL_BYTES - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `classify`. It uses neither the database nor DATA_DIR. */
export function registerClassify(program: Command): void {
  program
    .command('classify')
    .description(
      'classify returned mails; prints one JSON line for each: {file,kind,recipients:[{address,action,status,diagnostic}]}',
    )
    .option('--json', 'JSON lines (as always)')
    .argument('<files...>', 'files with one mail each, or - for paths on standard input')
    .action(async (files: string[]) => {
      for await (const file of listFiles(files))
        await printFile(file, async () => [classifyMail(await readMail(file))]);
    });
}
