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

/** Blanks a text and keeps its length and line breaks. */
const blank = (text: string, by: string): string => text.replaceAll(/[^\n]/g, by);

type Element = { name: string; index: number };

/**
 * Refuses a file whose elements are not closed where they were opened: MJML accepts such markup and drops what follows.
 * Throws RENDER_FAILED.
 */
export function assertBalanced([file, text]: Source): void {
  // A value may be part of an element's name, as in headings. Blocks and partials stand beside elements.
  const markup = text
    .replaceAll(COMMENT, (comment) => blank(comment, ' '))
    .replaceAll(MUSTACHE, (expression) => blank(expression, /^\{\{~?(?:[#/>]|else\b)/.test(expression) ? ' ' : 'x'));
  const open: Element[] = [];
  for (const { 1: slash, 2: tag = '', 4: selfClosing, index } of markup.matchAll(TAG)) {
    const name = tag.toLowerCase();
    if (name === 'mj-include') throw failed(file, lineAt(text, index), '<mj-include> is not supported: use a partial');
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

/** The partials that a file uses, with their lines. Throws Handlebars' error if the text cannot be parsed. */
export function listPartials([, text]: Source): { name: string; line: number }[] {
  const visitor = new Partials();
  visitor.accept(Handlebars.parse(text));
  return visitor.named;
}

/** Throws RENDER_FAILED if a file uses an unknown partial. */
export function assertPartials([file, text]: Source, known: ReadonlySet<string>): void {
  const missing = listPartials([file, text]).find(({ name }) => !known.has(name));
  if (missing) throw failed(file, missing.line, `there is no partial ${missing.name}`);
}
