import type { PictureFault } from '../../../domain/pictures.ts';
import type { IngestDeps } from '../deps.ts';
import { openPoliteFetcher, type PoliteFetcher } from '../fetch/polite.ts';
import { userAgentOf } from '../fetch/userAgent.ts';
import { isKilled, isRepeated, saveFault, savePicture } from './save.ts';
import { loadWanted, type PictureItem } from './wanted.ts';

/** Large photographs have about 10 MB. Larger files are not suitable for a mail. */
const PICTURE_MAX_BYTES = 15_000_000;
const STORIES_AT_ONCE = 4;
const ROUND_MS = 60_000;
const ACCEPT = 'image/jpeg, image/png, image/webp, image/avif, image/gif;q=0.5';

/** The number of stories that got a picture now, and of those for which it failed. */
export type PicturesFetched = { stored: number; failed: number };

async function tryOne(
  deps: IngestDeps,
  fetcher: PoliteFetcher,
  candidate: PictureItem,
  signal: AbortSignal,
): Promise<PictureFault | null> {
  const { image, copyright } = candidate;
  if (await isKilled(deps, { url: image.url })) return 'PICTURE_KILLED';
  if (await isRepeated(deps, candidate)) return 'PICTURE_REPEATED';
  const answer = await fetcher.fetch(image.url, { accept: ACCEPT, maxBytes: PICTURE_MAX_BYTES, signal });
  if (answer.kind === 'failed') return answer.code;
  if (answer.kind === 'unchanged') return 'FETCH_FAILED';
  // Loading libvips takes 0.1 s and 20 MB, so only code that develops pictures imports it.
  const { developPicture } = await import('./develop.ts');
  const developed = await developPicture(answer.bytes, { credit: image.credit, copyright });
  if (await isKilled(deps, developed)) return 'PICTURE_KILLED';
  if (developed.kind === 'refused') return developed.fault;
  return (await savePicture(deps, candidate, developed)) ? null : 'PICTURE_REPEATED';
}

/** Tries a story's candidates one after another. True if one of them is a picture. */
async function fetchStory(deps: IngestDeps, candidates: readonly PictureItem[], signal: AbortSignal): Promise<boolean> {
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
      // A fetch that was interrupted by the end of the round is tried again in the next round.
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
 * Fetches the pictures of stories and stores our versions. Each story has a list of items, preferred ones first; the
 * caller has checked their rights. Four stories at once, for one minute. If a picture cannot be fetched, the story has
 * none, and the reason is stored with the item. Pictures that are stored, or known to be unsuitable, are not fetched
 * again. Failed fetches are retried after some minutes, five times. Throws only errors of the database.
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
