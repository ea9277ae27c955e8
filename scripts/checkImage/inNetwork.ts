/** The second half of `npm run check:image`, in a network namespace of its own: node inNetwork.ts FOLDER. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from './build.ts';
import { runInstallation } from './installation.ts';

const [folder = ''] = process.argv.slice(2);
const image = JSON.parse(await readFile(join(folder, 'image.json'), 'utf8')) as Image;
const projectRoot = join(import.meta.dirname, '..', '..');
await runInstallation({ say: (line) => console.log(line) }, { projectRoot, folder, image });
process.exit(0);
