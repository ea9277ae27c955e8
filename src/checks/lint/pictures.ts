import type { CheerioAPI } from 'cheerio';
import { describeFault, type PictureFault } from '../../domain/pictures.ts';
import type { EditionStory } from '../../editions/load.ts';
import type { LintFinding } from './finding.ts';

/**
 * Finds pictures without alternative text, without a size, or without https. The alternative text may be empty if that
 * is stated, and if a link around the picture has another name.
 */
export function checkPictures($: CheerioAPI, place: string, { isTrial }: { isTrial: boolean }): LintFinding[] {
  return $('img')
    .get()
    .flatMap((each): LintFinding[] => {
      const picture = $(each);
      const src = picture.attr('src') ?? '';
      const at = `${place}, ${src.slice(0, 120)}`;
      const found: LintFinding[] = [];
      const link = picture.closest('a');
      const isNamed = link.length === 0 || link.text().trim() !== '' || Boolean(link.attr('aria-label')?.trim());
      if (!picture.attr('alt')?.trim() && !(picture.attr('alt') === '' && isNamed))
        found.push({ code: 'alt', severity: 'error', message: 'A picture has no alternative text.', place: at });
      if (!picture.attr('width'))
        found.push({
          code: 'picture',
          severity: 'warning',
          message: 'A picture has no width, so Outlook shows it in its full size.',
          place: at,
        });
      if (!src.startsWith('https:') && !isTrial)
        found.push({
          code: 'picture',
          severity: 'warning',
          message: 'A picture has no https address, so some mail programs do not show it.',
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
    message: `The outlet’s picture is not used: ${describeFault(fault)}.`,
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
      message: 'Its picture has neither a description nor a caption, so screen readers have nothing to read for it.',
      place: `story ${position}`,
    }));
}
