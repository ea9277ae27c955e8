import { createReadStream } from 'node:fs';
import { classifyMail, MAX_MAIL_BYTES } from '../feedback/feedback.ts';
import { listFiles, printFile } from './command.ts';
import type { Run } from './run.ts';

async function readMail(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: MAX_MAIL_BYTES - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `classify`. */
export async function classifyFiles(run: Run, files: string[]): Promise<void> {
  for await (const file of listFiles(run, files))
    await printFile(run, file, async () => [classifyMail(await readMail(file))]);
}
