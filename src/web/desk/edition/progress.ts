import { isAnyOf, OVER } from '../../../domain/states.ts';
import type { LoadedEdition } from '../../../editions/load.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import { describeFigures } from './figures.ts';
import { versionOf } from './version.ts';
import type { Web, WebContext } from '../../web.ts';
import { currentProgress, namedEdition } from './showEdition.ts';
import { findStaff } from '../sessions.ts';

const HEARTBEAT_MS = 15_000;

/** The data for the desk's script: the figures, and the version that the whole page depends on. */
function describe(progress: SendProgress, zone: string): string {
  return JSON.stringify({ ...progress, version: versionOf(progress), shown: describeFigures(progress, zone) });
}

/** The stream of one page. It ends when the send is over, the session has ended, or the server drains. */
function openStream(web: Web, c: WebContext, { edition, newsletter }: LoadedEdition): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;
  return new ReadableStream(
    {
      start(controller) {
        const write = (text: string): void => controller.enqueue(encoder.encode(text));
        // A client that does not read misses figures; nothing is buffered for it in memory.
        const isStalled = (): boolean => (controller.desiredSize ?? 0) <= 0;
        let isEnded = false;
        let unfollow: () => void = () => undefined;
        stop = () => {
          if (isEnded) return;
          isEnded = true;
          unfollow();
          clearInterval(heart);
          web.draining?.removeEventListener('abort', end);
        };
        const end = (): void => {
          if (isEnded) return;
          stop();
          controller.close();
        };
        const beat = async (): Promise<void> => {
          const staff = await findStaff(web, c).catch(() => c.var.staff);
          if (isEnded) return;
          if (!staff || isStalled()) end();
          else write(':\n\n');
        };
        const heart = setInterval(() => void beat(), HEARTBEAT_MS);
        web.draining?.addEventListener('abort', end, { once: true });
        write('retry: 3000\n\n');
        unfollow = web.progress.follow(edition.id, (progress) => {
          if (isEnded) return;
          const isOver = isAnyOf(OVER, progress.state);
          if (isOver || !isStalled()) write(`event: progress\ndata: ${describe(progress, newsletter.zone)}\n\n`);
          if (!isOver) return;
          write('event: end\ndata: {}\n\n');
          // The first figures may arrive before `follow` returns.
          queueMicrotask(end);
        });
        if (isEnded) unfollow();
        if (web.draining?.aborted) end();
      },
      cancel: () => stop(),
    },
    { highWaterMark: 64 },
  );
}

/**
 * Server-Sent Events of a send: `progress` with the figures as JSON each time they change, `end` when it is over, and
 * a comment every 15 s that keeps proxies from closing the connection.
 */
export async function streamProgress(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  // Ensures that the first figures are not older than those on the page.
  await currentProgress(web, loaded.edition);
  const headers = {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx buffers responses without this header.
    'X-Accel-Buffering': 'no',
  };
  return c.req.method === 'HEAD' ? c.body(null, 200, headers) : c.body(openStream(web, c, loaded), 200, headers);
}
