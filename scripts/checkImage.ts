/**
 * Executes Dockerfile and docker-compose.yml without a container engine: `npm run check:image`, as root on Linux. It
 * builds the image in an empty folder, runs the installation in separate namespaces, and sends an edition.
 * Needs util-linux, iproute2, redis-server and nginx, which `.ci/install` brings.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from './checkImage/build.ts';

const projectRoot = join(import.meta.dirname, '..');
if (process.platform !== 'linux' || process.getuid?.() !== 0)
  throw new Error('check:image runs as root on Linux: only root may mount, chroot and become another user');

const folder = await mkdtemp(join(tmpdir(), 'reveille-image-'));
try {
  const image = await buildImage({ say: (line) => console.log(line) }, { projectRoot, folder });
  await writeFile(join(folder, 'image.json'), JSON.stringify(image));
  const inNetwork = join(import.meta.dirname, 'checkImage', 'inNetwork.ts');
  const command = ['--net', 'setpriv', '--pdeathsig=TERM', '--', process.execPath, inNetwork, folder];
  const child = spawn('unshare', command, { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the installation from the image does not work (exit ${code})`);
  console.log('The image works.');
} finally {
  await rm(folder, { recursive: true, force: true });
}
