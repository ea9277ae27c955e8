/** Writes THIRD_PARTY_NOTICES.txt, which goes into the image: `npm run notices`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNotices } from './thirdPartyNotices/notices.ts';

const root = join(import.meta.dirname, '..');
await writeFile(join(root, 'THIRD_PARTY_NOTICES.txt'), await buildNotices(root));
