import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from './build.ts';
import { readServices, type ComposeService } from './compose.ts';
import type { Mount } from './container.ts';
import {
  describeContainer,
  execIn,
  inspect,
  startService,
  stopService,
  waitUntilHealthy,
  type Running,
} from './engine.ts';
import { sendFirstEdition } from './journey.ts';
import { serveNames } from './names.ts';
import { makeVolume, startPostgres, startProxy, startRedis } from './neighbours.ts';
import { serveOutlet } from './outlet.ts';
import { serveRelay } from './relay.ts';

const WORKERS = ['scheduler', 'newsroom', 'renderer', 'mailer'];

/** Addresses as Docker gives them; all of them are this network namespace's own. */
const NETWORK = '172.18.0.0/16';
const HOST = '172.18.0.1';
const ADDRESSES = { postgres: '172.18.0.2', redis: '172.18.0.2', mailpit: '172.18.0.3', outlet: '172.18.0.4' };
const WEBS = ['172.18.0.5', '172.18.0.6'];
const URL = 'http://172.18.0.7:8080';

/** Characters that mean something in an address, a shell, YAML or a pattern of an interpolation. */
const PASSWORD = String.raw`p@ss:/w?o#r%41d $& "'+\{}`;

/** What Debian's Node images have in every container: a library beside these must come with the image. */
const BASE_LIBRARIES = /\/(ld-linux[\w-]*|lib(c|m|dl|rt|pthread|resolv|gcc_s|stdc\+\+|atomic|nss_\w+))\.so[.\d]*$/;

function makeNetwork(): void {
  const ip = (...words: string[]): Buffer => execFileSync('ip', words);
  ip('link', 'set', 'lo', 'up');
  ip('address', 'add', `${HOST}/32`, 'dev', 'lo');
  // Every address of the network is local, and whoever connects to one comes from the host's.
  ip('route', 'add', 'local', NETWORK, 'dev', 'lo', 'src', HOST);
}

/** Two containers cannot both listen on 0.0.0.0 of one network namespace: each web has its own address. */
function atAddress(service: ComposeService, address: string): ComposeService {
  return {
    ...service,
    environment: { ...service.environment, HOST: address },
    healthcheck: { test: service.healthcheck.test.map((word) => word.replaceAll('127.0.0.1', address)) },
  };
}

/** Throws unless the container is as closed as the compose file says. */
async function assertConfined(running: Running): Promise<string> {
  const { name } = running;
  const found = await inspect(running);
  if (found.uid === 0 || found.capabilities !== 0 || !found.noNewPrivileges)
    throw new Error(`${name} is not confined: ${JSON.stringify(found)}`);
  for (const folder of ['/app', '/etc', '/home/node'])
    if ((await execIn(running, ['/bin/sh', '-c', `touch ${folder}/written`])) === 0)
      throw new Error(`${name} can write in ${folder}`);
  if ((await execIn(running, ['/bin/sh', '-c', 'touch /tmp/written /data/written'])) !== 0)
    throw new Error(`${name} cannot write in /tmp and /data`);
  const foreign = found.libraries.filter((path) => !path.includes('/node_modules/') && !BASE_LIBRARIES.test(path));
  if (foreign.length > 0)
    throw new Error(`${name} uses libraries that the image does not bring: ${foreign.join(', ')}`);
  if (found.memoryBytes > found.limitBytes) throw new Error(`${name} used more memory than its limit`);
  const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
  return `${name} ${megabytes(found.memoryBytes)} of ${megabytes(found.limitBytes)} MB`;
}

/**
 * Runs the installation of docker-compose.yml from a built image: servers, two web processes behind the proxy, the
 * workers; sends an edition, and stops everything. Runs in a network namespace of its own. Throws what is wrong.
 */
export async function runInstallation(
  { say }: { say: (line: string) => void },
  { projectRoot, folder, image }: { projectRoot: string; folder: string; image: Image },
): Promise<void> {
  makeNetwork();
  const names = Object.entries(ADDRESSES).map(([name, address]) => [name, [address]] as const);
  const dns = await serveNames(new Map<string, readonly string[]>([...names, ['web', WEBS]]));
  const outlet = await serveOutlet(projectRoot, ADDRESSES.outlet);
  const { received, server: relay } = await serveRelay(ADDRESSES.mailpit);
  const services = await readServices(join(projectRoot, 'docker-compose.yml'), {
    SECRET: 'k'.repeat(64),
    POSTGRES_PASSWORD: PASSWORD,
    PUBLIC_URL: URL,
  });
  await writeFile(join(image.root, 'etc/resolv.conf'), 'nameserver 127.0.0.11\n');
  const data: Mount = await makeVolume(join(folder, 'data-volume'), '/data', image);
  const running: Running[] = [];
  const own = async (name: string, service = services[name]!): Promise<Running> => {
    const one = await startService(name, service, describeContainer(image, service, [data]));
    running.push(one);
    return one;
  };
  const stopAll = async (which: readonly Running[]): Promise<void> => {
    const codes = await Promise.all(which.map(async (one) => [one, await stopService(one)] as const));
    for (const [{ name, log }, code] of codes)
      if (code !== 0) throw new Error(`${name} ended with ${code} after SIGTERM:\n${log()}`);
    say(`${which.map(({ name }) => name).join(', ')}: exit 0 after SIGTERM`);
  };
  try {
    const places = { projectRoot, folder };
    const neighbours = [
      await startPostgres(places, services['postgres']!),
      await startRedis(places, services['redis']!),
      await startProxy(places, services['proxy']!),
    ];
    running.push(...neighbours);
    const [postgres, redis, proxy] = neighbours as [Running, Running, Running];
    await Promise.all([waitUntilHealthy(postgres), waitUntilHealthy(redis)]);
    const webs = await Promise.all(WEBS.map((address) => own('web', atAddress(services['web']!, address))));
    const workers = await Promise.all(WORKERS.map((name) => own(name)));
    await Promise.all([...webs, ...workers, proxy].map(waitUntilHealthy));
    say(`healthy: ${running.map(({ name }) => name).join(', ')}`);
    await sendFirstEdition(
      { say, web: webs[0]!.container, data },
      { url: URL, feedUrl: 'http://outlet/feed.xml', received },
    );
    const memory = await Promise.all([...webs, ...workers].map(assertConfined));
    say(`read-only, without root and capabilities: ${memory.join(', ')}`);
    await stopAll(webs.slice(0, 1));
    for (let request = 0; request < 4; request++)
      if ((await fetch(`${URL}/healthz`)).status !== 200) throw new Error('the proxy does not use the other web');
    await stopAll([...webs.slice(1), ...workers]);
    await stopAll([proxy, redis, postgres]);
  } catch (error) {
    for (const { name, log } of running) process.stderr.write(`--- ${name}\n${log()}\n`);
    throw error;
  } finally {
    await Promise.all(running.map(stopService));
    dns.close();
    outlet.close();
    relay.close();
  }
}
