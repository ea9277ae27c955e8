import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { ReveilleError } from '../errors.ts';
import type { Locate } from './mjml.ts';
import { readTheme, type Theme } from '../themes/theme.ts';

/**
 * The folder's templates and themes: `fill(name, view)` gives the MJML of NAME.mjml, whose view holds its theme;
 * `theme(name)` that of themes/NAME.json. Both throw RENDER_FAILED, which names the file and the line.
 */
export type Templates = {
  theme: (name: string) => Promise<Theme>;
  fill: (name: string, view: object & { theme: Theme }) => string;
  locate: Locate;
};

const STANDARD_FOLDER = fileURLToPath(new URL('../../templates/', import.meta.url));

const failed = (file: string, error: unknown): ReveilleError => {
  if (error instanceof ReveilleError) return error;
  // A parse error shows the place over several lines: the first has the line, the last says what is wrong.
  const text = error instanceof Error ? error.message : String(error);
  const known = error instanceof Error && 'lineNumber' in error ? Number(error.lineNumber) : 0;
  const line = known || Number(/on line (\d+)/.exec(text)?.[1] ?? 0);
  const where = !line ? file : `${file}, line ${line}`;
  const what = text.trimEnd().split('\n').at(-1) ?? '';
  return new ReveilleError('RENDER_FAILED', `${where}: ${what}`, { cause: error });
};

// A template may repeat and choose, and nothing else; a value it names must exist.
const OPTIONS = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { each: true, if: true, unless: false, with: false, log: false, lookup: false },
} as const;

type Fill = (view: unknown, options?: Handlebars.RuntimeOptions) => string;

/** Compiles one file; errors, also those at filling time, name it. */
function compile(engine: typeof Handlebars, file: string, source: string): Fill {
  const raw = /\{\{\{|\{\{~?&/.exec(source);
  if (raw) {
    const line = source.slice(0, raw.index).split('\n').length;
    throw new ReveilleError('RENDER_FAILED', `${file}, line ${line}: every value must be escaped`);
  }
  try {
    engine.precompile(source, { ...OPTIONS, srcName: file });
  } catch (error) {
    throw failed(file, error);
  }
  const template = engine.compile(source, OPTIONS);
  return (view, options) => {
    try {
      return template(view, options);
    } catch (error) {
      throw failed(file, error);
    }
  };
}

/** The .mjml files of a folder as [name, source]. */
async function readSources(folder: string): Promise<[string, string][]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjml'));
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      file.slice(0, -5),
      // A partial stands in the middle of a line: the line break at its file's end is not part of it.
      (await readFile(`${folder}/${file}`, 'utf8')).trimEnd(),
    ]),
  );
}

/** The first place of an element that has the attribute, if one is meant. */
function findElement(
  files: readonly (readonly [file: string, source: string])[],
  tag: string,
  attribute: string | null,
): string | null {
  for (const [file, source] of files)
    for (const { 0: element, index } of source.matchAll(new RegExp(`<${RegExp.escape(tag)}(?=[\\s/>])[^>]*>`, 'g')))
      if (attribute === null || element.includes(` ${attribute}=`))
        return `${file}, line ${source.slice(0, index).split('\n').length}`;
  return null;
}

/** Reads a folder of templates, partials and themes. Throws RENDER_FAILED, which names the file and line. */
export async function readTemplates(folder: string): Promise<Templates> {
  const [pages, partials] = await Promise.all([readSources(folder), readSources(`${folder}/partials`)]);
  const engine = Handlebars.create();
  for (const [name, source] of partials)
    engine.registerPartial(name, compile(engine, `partials/${name}.mjml`, source) as Handlebars.Template);
  const filled = new Map(pages.map(([name, source]) => [name, compile(engine, `${name}.mjml`, source)]));
  const files = [
    ...pages.map(([name, source]) => [`${name}.mjml`, source] as const),
    ...partials.map(([name, source]) => [`partials/${name}.mjml`, source] as const),
  ];
  const themes = new Map<string, Promise<Theme>>();
  return {
    theme: (name) => {
      // Read once a process, and each by itself: one with an error keeps no other newsletter from its mail.
      const theme = themes.get(name) ?? readTheme(folder, name);
      themes.set(name, theme);
      return theme;
    },
    locate: (tag, attribute) => findElement(files, tag, attribute),
    fill: (name, view) => {
      const fill = filled.get(name);
      if (!fill) throw new ReveilleError('RENDER_FAILED', `${name}.mjml does not exist in ${folder}`);
      return fill(view);
    },
  };
}

let standard: Promise<Templates> | undefined;

/** The templates of this program, read once a process: compiling them takes longer than filling them. */
export function standardTemplates(): Promise<Templates> {
  standard ??= readTemplates(STANDARD_FOLDER);
  return standard;
}
