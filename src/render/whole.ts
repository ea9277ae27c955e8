import Handlebars from 'handlebars';
import { ReveilleError } from '../domain/errors.ts';
import type { StoriesView } from './story.ts';
import { wholeNames } from './wholeNames.ts';

/**
 * Refuses a mail whose template omits a required part: one of the stories, or the links to unsubscribe and to change
 * the
 * preferences. A template can be valid and still omit them. Throws RENDER_FAILED.
 */
export function assertWhole(
  html: string,
  { lead, groups, brief }: StoriesView,
  { template, links }: { template: string; links: readonly string[] },
): void {
  const holds = (text: string): boolean =>
    html.includes(Handlebars.escapeExpression(text)) || html.includes(wholeNames(text));
  const fail = (what: string): never => {
    throw new ReveilleError('RENDER_FAILED', `${template}.mjml renders a mail without ${what}`);
  };
  const stories = [...lead, ...[...groups, ...brief].flatMap((group) => group.stories)];
  const missing = stories.find(({ headline }) => !holds(headline));
  if (missing) fail(`story ${missing.number}, “${missing.headline.slice(0, 80)}”`);
  if (!links.every(holds)) fail('the links to unsubscribe and to the preferences');
}
