import type { CheerioAPI } from 'cheerio';
import { describeFault, type PictureFault } from '../../domain/pictures.ts';
import type { EditionStory } from '../../editions/load.ts';
import type { LintFinding } from './finding.ts';

/**
 * Finds pictures without alternative text, without a size, or without https. A picture whose link also has text may have
 * an empty alternative text, if it is stated.
 */
export function checkPictures($: CheerioAPI, place: string, { isTrial }: { isTrial: boolean }): LintFinding[] {
  return $('img')
    .get()
    .flatMap((each): LintFinding[] => {
      const picture = $(each);
      const src = picture.attr('src') ?? '';
      const at = `${place}, ${src.slice(0, 120)}`;
      const found: LintFinding[] = [];
      const hasWordsBeside = picture.attr('alt') === '' && picture.closest('a').text().trim() !== '';
      if (!picture.attr('alt')?.trim() && !hasWordsBeside)
        found.push({ code: 'alt', severity: 'error', message: 'A picture has no words that stand for it.', place: at });
      if (!picture.attr('width'))
        found.push({
          code: 'picture',
          severity: 'warning',
          message: 'A picture has no width: Outlook shows it as large as it is.',
          place: at,
        });
      if (!src.startsWith('https:') && !isTrial)
        found.push({
          code: 'picture',
          severity: 'warning',
          message: 'A picture is not at an https address: some programs do not show it.',
          place: at,
        });
      return found;
    });
}

/** Stories that lack their outlet's picture, by position, with the reason. */
export function listFaults(faults: ReadonlyMap<number, PictureFault>): LintFinding[] {
  return [...faults].map(([position, fault]) => ({
    code: 'picture',
    severity: 'warning',
    message: `Its outlet’s picture is not shown: ${describeFault(fault)}.`,
    place: `story ${position}`,
  }));
}

/** Stories with a picture that has no description. */
export function checkDescriptions(stories: readonly Pick<EditionStory, 'position' | 'image'>[]): LintFinding[] {
  return stories
    .filter(({ image }) => image && !image.alt?.trim() && !image.caption?.trim())
    .map(({ position }) => ({
      code: 'alt',
      severity: 'warning',
      message: 'Its picture has neither a description nor a caption: who hears the mail learns nothing of it.',
      place: `story ${position}`,
    }));
}
