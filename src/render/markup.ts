import Handlebars from 'handlebars';
import { ReveilleError } from '../domain/errors.ts';

/** A template or partial: its file's name, and its text. */
export type Source = readonly [file: string, text: string];

const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'col', 'wbr']);
const TAG = /<(\/?)([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
const MUSTACHE = /\{\{[\s\S]*?\}\}/g;

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

const failed = (file: string, line: number, what: string): ReveilleError =>
  new ReveilleError('RENDER_FAILED', `${file}, line ${line}: ${what}`);

/** As long, with every line where it was. */
const blank = (text: string, by: string): string => text.replaceAll(/[^\n]/g, by);

type Element = { name: string; index: number };

/**
 * Refuses a file whose elements are not closed where they were opened: MJML takes such markup and leaves out what
 * follows. Throws RENDER_FAILED.
 */
export function assertBalanced([file, text]: Source): void {
  // A value may be a part of a name, as of the headings'; blocks and partials stand beside names.
  const markup = text
    .replaceAll(COMMENT, (comment) => blank(comment, ' '))
    .replaceAll(MUSTACHE, (expression) => blank(expression, /^\{\{~?(?:[#/>]|else\b)/.test(expression) ? ' ' : 'x'));
  const open: Element[] = [];
  for (const { 1: slash, 2: tag = '', 4: selfClosing, index } of markup.matchAll(TAG)) {
    const name = tag.toLowerCase();
    if (name === 'mj-include') throw failed(file, lineAt(text, index), '<mj-include> is not followed: use a partial');
    if (VOID.has(name) || selfClosing) continue;
    if (!slash) {
      open.push({ name, index });
      continue;
    }
    const last = open.pop();
    if (last?.name === name) continue;
    throw last
      ? failed(file, lineAt(text, last.index), `<${last.name}> is not closed before </${name}>`)
      : failed(file, lineAt(text, index), `</${name}> closes nothing`);
  }
  const [first] = open;
  if (first) throw failed(file, lineAt(text, first.index), `<${first.name}> is not closed`);
}

class Partials extends Handlebars.Visitor {
  readonly named: { name: string; line: number }[] = [];

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    if ('original' in partial.name) this.named.push({ name: partial.name.original, line: partial.loc.start.line });
    super.PartialStatement(partial);
  }
}

/** The partials that a file names, each with the line. Throws what Handlebars does of a text that it cannot parse. */
export function listPartials([, text]: Source): { name: string; line: number }[] {
  const visitor = new Partials();
  visitor.accept(Handlebars.parse(text));
  return visitor.named;
}

/** Throws RENDER_FAILED where a file names a partial that there is none of. */
export function assertPartials([file, text]: Source, known: ReadonlySet<string>): void {
  const missing = listPartials([file, text]).find(({ name }) => !known.has(name));
  if (missing) throw failed(file, missing.line, `there is no partial ${missing.name}`);
}
