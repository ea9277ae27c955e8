import { readdirSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { ReveilleError } from '../domain/errors.ts';
import { parseTheme, themePath, type Theme } from '../editions/themes/theme.ts';
import { assertBalanced, assertPartials, lineAt, listPartials, type Source } from './markup.ts';
import type { Locate, Place } from './mjml.ts';
import { wholeNames } from './wholeNames.ts';

/** The contents of a folder of templates, by path: pages, partials, and readable themes. */
export type TemplateFiles = ReadonlyMap<string, string>;

/**
 * The folder's templates and themes. `fill(name, view)` returns the MJML of NAME.mjml; the view includes the theme.
 * `theme(name)` returns themes/NAME.json. Both throw RENDER_FAILED with file and line.
 */
export type Templates = {
  files: TemplateFiles;
  theme: (name: string) => Promise<Theme>;
  fill: (name: string, view: object & { theme: Theme }) => string;
  locate: Locate;
};

const STANDARD_FOLDER = fileURLToPath(new URL('../../templates/', import.meta.url));

const failed = (file: string, error: unknown): ReveilleError => {
  if (error instanceof ReveilleError) return error;
  // A parse error spans several lines: the first has the line number, the last the problem.
  const text = error instanceof Error ? error.message : String(error);
  const known = error instanceof Error && 'lineNumber' in error ? Number(error.lineNumber) : 0;
  const line = known || Number(/on line (\d+)/.exec(text)?.[1] ?? 0);
  const where = !line ? file : `${file}, line ${line}`;
  const what = text.trimEnd().split('\n').at(-1) ?? '';
  return new ReveilleError('RENDER_FAILED', `${where}: ${what}`, { cause: error });
};

// A template may only repeat and choose, and each value that it names must exist.
const OPTIONS = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { each: true, if: true, whole: true, unless: false, with: false, log: false, lookup: false },
} as const;

type Fill = (view: unknown, options?: Handlebars.RuntimeOptions) => string;

type Asked = {
  fn: (context: unknown) => string;
  inverse: (context: unknown) => string;
  loc?: { start: { line: number } };
};

/** Handlebars' strict mode does not cover arguments: a misspelt name there would silently leave out a block or a text. */
const assertThere = (value: unknown, block: string, { loc }: Asked): void => {
  if (value !== undefined) return;
  throw Object.assign(new Error(`{{${block}}} names a value that does not exist`), { lineNumber: loc?.start.line });
};
const builtIn = Handlebars.helpers as Record<'if' | 'each', Handlebars.HelperDelegate>;
const CHECKED = {
  if(this: unknown, value: unknown, asked: Asked): unknown {
    assertThere(value, '#if', asked);
    return builtIn.if.call(this, value, asked);
  },
  each(this: unknown, value: unknown, asked: Asked): unknown {
    assertThere(value, '#each', asked);
    return builtIn.each.call(this, value, asked);
  },
  /** A text in which no line ends within a name such as F-16. */
  whole(text: unknown, asked: Asked): unknown {
    assertThere(text, 'whole', asked);
    return typeof text === 'string' ? new Handlebars.SafeString(wholeNames(text)) : text;
  },
};

/** Compiles one file. Errors, also those while filling, name the file. */
function compile(engine: typeof Handlebars, [file, source]: Source): Fill {
  const raw = /\{\{\{|\{\{~?&/.exec(source);
  if (raw) {
    throw new ReveilleError('RENDER_FAILED', `${file}, line ${lineAt(source, raw.index)}: every value must be escaped`);
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

/** The files of one part of a folder, by path. An unreadable file is an error, unless it is a theme. */
async function readPart(folder: string, part: string, ending: string): Promise<[string, string][]> {
  const paths = (await readdir(join(folder, part))).filter((name) => name.endsWith(ending)).map((name) => part + name);
  const read = await Promise.all(
    paths.map(async (path): Promise<[string, string][]> => {
      try {
        return [[path, await readFile(join(folder, path), 'utf8')]];
      } catch (error) {
        if (ending === '.json') return [];
        throw new ReveilleError('RENDER_FAILED', `${path}: it cannot be read`, { cause: error });
      }
    }),
  );
  return read.flat();
}

/** Reads a folder of templates, partials and themes. Throws RENDER_FAILED. */
async function readTemplateFiles(folder: string): Promise<TemplateFiles> {
  try {
    const parts = await Promise.all([
      readPart(folder, '', '.mjml'),
      readPart(folder, 'partials/', '.mjml'),
      readPart(folder, 'themes/', '.json'),
    ]);
    return new Map(parts.flat().toSorted(([one], [other]) => (one < other ? -1 : 1)));
  } catch (error) {
    throw failed(folder, error);
  }
}

/** The .mjml files of one part of a set, by name. An empty file is the sign of a half-finished deployment. */
function sourcesOf(files: TemplateFiles, part: string): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const [path, text] of files) {
    const name = /^([^/]+)\.mjml$/.exec(path.startsWith(part) ? path.slice(part.length) : '')?.[1];
    if (name === undefined) continue;
    if (text.trim() === '') throw new ReveilleError('RENDER_FAILED', `${path}: it is empty`);
    // A partial is used within a line, so the line break at the end of its file is removed.
    sources.set(name, [path, text.trimEnd()]);
  }
  return sources;
}

/** A template and all partials that it uses, directly or indirectly. */
function closureOf(name: string, pages: ReadonlyMap<string, Source>, partials: ReadonlyMap<string, Source>): Source[] {
  const found = new Map<string, Source>();
  const add = (source: Source | undefined): void => {
    if (!source || found.has(source[0])) return;
    found.set(source[0], source);
    for (const partial of listPartials(source)) add(partials.get(partial.name));
  };
  add(pages.get(name));
  return [...found.values()];
}

/** The first place of an element with the attribute, if one is given, and preferably with that value. */
function findElement(files: readonly Source[], { tag, attribute, value }: Place): string | null {
  const places = files
    .flatMap(([file, text]) =>
      Array.from(
        text.matchAll(new RegExp(`<${RegExp.escape(tag)}(?=[\\s/>])[^>]*>`, 'g')),
        ({ 0: element, index }) => ({
          where: `${file}, line ${lineAt(text, index)}`,
          own: attribute === null ? '' : new RegExp(` ${RegExp.escape(attribute)}="([^"]*)"`).exec(element)?.[1],
        }),
      ),
    )
    .filter(({ own }) => own !== undefined);
  const exact = places.find(({ own }) => value !== null && own === value);
  // A value from a view does not occur in the templates.
  const brought = places.find(({ own }) => value !== null && own?.includes('{{'));
  return (exact ?? brought ?? places[0])?.where ?? null;
}

/** Compiles a set of templates. Throws RENDER_FAILED with file and line. */
export function parseTemplates(files: TemplateFiles): Templates {
  const [pages, partials] = [sourcesOf(files, ''), sourcesOf(files, 'partials/')];
  const known = new Set(partials.keys());
  const engine = Handlebars.create();
  engine.registerHelper(CHECKED);
  for (const [name, source] of partials) engine.registerPartial(name, compile(engine, source) as Handlebars.Template);
  const filled = new Map([...pages].map(([name, source]) => [name, compile(engine, source)]));
  for (const source of [...partials.values(), ...pages.values()]) {
    assertBalanced(source);
    assertPartials(source, known);
  }
  const themes = new Map<string, Theme>();
  return {
    files,
    theme: async (name) => {
      // Each theme separately: an error in one does not affect other newsletters.
      const source = files.get(themePath(name));
      if (source === undefined) throw new ReveilleError('RENDER_FAILED', `${themePath(name)}: it cannot be read`);
      const theme = themes.get(name) ?? parseTheme(themePath(name), source);
      themes.set(name, theme);
      return theme;
    },
    locate: (template, place) => findElement(closureOf(template, pages, partials), place),
    fill: (name, view) => {
      const fill = filled.get(name);
      if (!fill) throw new ReveilleError('RENDER_FAILED', `${name}.mjml does not exist`);
      return fill(view);
    },
  };
}

/** Reads and compiles a folder of templates. Throws RENDER_FAILED with file and line. */
export async function readTemplates(folder: string): Promise<Templates> {
  return parseTemplates(await readTemplateFiles(folder));
}

/** The modification times and sizes of the folder's files, which change with any of them. */
function stampOf(folder: string): string {
  return ['', 'partials/', 'themes/']
    .flatMap((part) => readdirSync(join(folder, part)).map((file) => join(folder, part, file)))
    .filter((path) => /\.(?:mjml|json)$/.test(path))
    .map((path) => {
      // Some editors remove a file for a moment.
      const found = statSync(path, { throwIfNoEntry: false });
      return `${path} ${found?.ino} ${found?.ctimeMs} ${found?.mtimeMs} ${found?.size}`;
    })
    .join('\n');
}

/** The longest time until a change is noticed. A check takes a quarter of a millisecond. */
const STAMP_MS = 1_000;

/**
 * Opens a folder of templates. Each call returns the current ones. They are compiled once, which takes longer than filling
 * them, and again when a file has changed, so that every process uses the same ones within a second. Throws as
 * `readTemplates` until the error is fixed.
 */
export function openTemplates(folder: string): () => Promise<Templates> {
  let latest: { templates: Promise<Templates>; stamp: string; seenAt: number } | undefined;
  return async () => {
    const at = performance.now();
    if (latest && at - latest.seenAt < STAMP_MS) return latest.templates;
    let stamp: string;
    try {
      stamp = stampOf(folder);
    } catch (error) {
      throw failed(folder, error);
    }
    if (latest?.stamp === stamp) {
      latest.seenAt = at;
      return latest.templates;
    }
    const read = { templates: readTemplates(folder), stamp, seenAt: at };
    latest = read;
    // A failed read is repeated: the cause may have been the disk and not the file.
    read.templates.catch(() => {
      if (latest === read) latest = undefined;
    });
    return read.templates;
  };
}

/** The built-in templates. */
export const standardTemplates = openTemplates(STANDARD_FOLDER);
