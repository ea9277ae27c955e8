import { mkdir, writeFile } from 'node:fs/promises';
import { buildReference, REFERENCE } from './docsReference/pages.ts';

/** Writes docs/reference from the code. */
await mkdir(REFERENCE, { recursive: true });
for (const { path, text } of await buildReference()) await writeFile(path, text);
