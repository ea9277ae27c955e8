import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { z } from 'zod';
import { ReveilleError } from '../errors.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #16150f');
const fonts = z.string().regex(/^[A-Za-z, -]+$/, 'must be font names, without quotes, separated by commas');
const Palette = z.strictObject({
  page: colour,
  sheet: colour,
  ink: colour,
  body: colour,
  quiet: colour,
  accent: colour,
  rule: colour,
  strong: colour,
  placeholder: colour,
  notice: colour,
});
const Theme = z.strictObject({
  width: z.string().regex(/^\d{3}px$/, 'must be a width such as 600px'),
  serif: fonts,
  sans: fonts,
  light: Palette,
  dark: Palette,
});
export type Theme = z.infer<typeof Theme>;

/** The folder's templates, ready to fill: `fill(name, view)` gives the MJML of NAME.mjml. */
export type Templates = { theme: Theme; fill: (name: string, view: object) => string };

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

async function readTheme(folder: string): Promise<Theme> {
  try {
    return Theme.parse(JSON.parse(await readFile(`${folder}/theme.json`, 'utf8')));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    throw failed('theme.json', issue ? new Error(`${issue.path.join('.')} ${issue.message}`) : error);
  }
}

/** The .mjml files of a folder as [name, source]. */
async function readSources(folder: string): Promise<[string, string][]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjml'));
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      file.slice(0, -5),
      await readFile(`${folder}/${file}`, 'utf8'),
    ]),
  );
}

/** Reads a folder of templates, partials and a theme. Throws RENDER_FAILED, which names the file and line. */
export async function readTemplates(folder: string): Promise<Templates> {
  const [theme, pages, partials] = await Promise.all([
    readTheme(folder),
    readSources(folder),
    readSources(`${folder}/partials`),
  ]);
  const engine = Handlebars.create();
  for (const [name, source] of partials)
    engine.registerPartial(name, compile(engine, `partials/${name}.mjml`, source) as Handlebars.Template);
  const filled = new Map(pages.map(([name, source]) => [name, compile(engine, `${name}.mjml`, source)]));
  return {
    theme,
    fill: (name, view) => {
      const fill = filled.get(name);
      if (!fill) throw new ReveilleError('RENDER_FAILED', `${name}.mjml does not exist in ${folder}`);
      return fill({ ...view, theme });
    },
  };
}

let standard: Promise<Templates> | undefined;

/** The templates of this program, read once a process: compiling them takes longer than filling them. */
export function standardTemplates(): Promise<Templates> {
  standard ??= readTemplates(STANDARD_FOLDER);
  return standard;
}
