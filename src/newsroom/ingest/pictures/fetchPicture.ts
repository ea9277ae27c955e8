import type { PictureFault } from '../../../domain/pictures.ts';
import type { IngestDeps } from '../deps.ts';
import { openPoliteFetcher, type PoliteFetcher } from '../fetch/polite.ts';
import { userAgentOf } from '../fetch/userAgent.ts';
import { isKilled, isRepeated, saveFault, savePicture } from './save.ts';
import { loadWanted, type Candidate } from './wanted.ts';

/** Large photographs have about 10 MB; what is larger is none for a mail. */
const PICTURE_MAX_BYTES = 15_000_000;
const STORIES_AT_ONCE = 4;
const ROUND_MS = 60_000;
const ACCEPT = 'image/jpeg, image/png, image/webp, image/avif, image/gif;q=0.5';

/** How many stories got a picture now, and how many of those that lack one could not. */
export type PicturesFetched = { stored: number; failed: number };

async function tryOne(
  deps: IngestDeps,
  fetcher: PoliteFetcher,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<PictureFault | null> {
  const { image, copyright } = candidate;
  if (await isKilled(deps, { url: image.url })) return 'PICTURE_KILLED';
  if (await isRepeated(deps, candidate)) return 'PICTURE_REPEATED';
  const answer = await fetcher.fetch(image.url, { accept: ACCEPT, maxBytes: PICTURE_MAX_BYTES, signal });
  if (answer.kind === 'failed') return answer.code;
  if (answer.kind === 'unchanged') return 'FETCH_FAILED';
  // Loading libvips takes 0.1 s and 20 MB, which only what develops pictures should pay.
  const { developPicture } = await import('./develop.ts');
  const developed = await developPicture(answer.bytes, { credit: image.credit, copyright });
  if (await isKilled(deps, developed)) return 'PICTURE_KILLED';
  if (developed.kind === 'refused') return developed.fault;
  return (await savePicture(deps, candidate, developed)) ? null : 'PICTURE_REPEATED';
}

/** Tries a story's candidates one after the other. True: one of them is a picture. */
async function fetchStory(deps: IngestDeps, candidates: readonly Candidate[], signal: AbortSignal): Promise<boolean> {
  for (const candidate of candidates) {
    const { allowPrivate, outletUrl, operator, itemId, image } = candidate;
    const fetcher = openPoliteFetcher(deps.db, {
      userAgent: userAgentOf({ operator, ...(deps.publicUrl ? { publicUrl: deps.publicUrl } : {}) }),
      privateOrigin: allowPrivate ? new URL(outletUrl).origin : null,
      publicUrl: deps.publicUrl,
      ...(deps.fetchTimeoutMs ? { timeoutMs: deps.fetchTimeoutMs } : {}),
    });
    try {
      const fault = await tryOne(deps, fetcher, candidate, signal);
      if (fault === null) return true;
      // What the round's end cut off is tried again in the next.
      if (signal.aborted) return false;
      await saveFault(deps, candidate, fault);
      deps.log.info({ item: itemId, code: fault, host: URL.parse(image.url)?.host }, 'an item has no picture');
    } finally {
      await fetcher.close();
    }
  }
  return false;
}

/**
 * Fetches the pictures that stories may show, a list of items for each story, the most preferred first, and stores what
 * we make of them; whether they may be shown was judged by whoever names them. Four stories at once, a minute in all.
 * A story whose picture cannot be had has none: why, stands with its item. What is stored, or known to be no picture,
 * is not fetched again; a fetch that failed is, some minutes later, five times. Throws the database's errors alone.
 */
export async function fetchPictures(
  deps: IngestDeps,
  stories: readonly (readonly number[])[],
): Promise<PicturesFetched> {
  const queue = await loadWanted(deps, stories);
  const result = { stored: 0, failed: 0 };
  const signal = AbortSignal.timeout(ROUND_MS);
  const fetchNext = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      if (await fetchStory(deps, next, signal)) result.stored++;
      else result.failed++;
    }
  };
  await Promise.all(Array.from({ length: STORIES_AT_ONCE }, fetchNext));
  if (result.stored + result.failed > 0) deps.log.debug(result, 'fetched pictures');
  return result;
}
