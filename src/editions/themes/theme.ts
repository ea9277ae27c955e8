import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { contrastOf, MIN_CONTRAST } from '../../domain/colour.ts';
import { ReveilleError } from '../../domain/errors.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #16150f');
const fonts = z
  .string()
  .regex(/^[A-Za-z, -]+$/, 'must be font names, without quotes, separated by commas')
  // A mail names its fonts a hundred times.
  .transform((names) => names.replaceAll(/\s*,\s*/g, ','));
const pixels = (min: number, max: number): z.ZodNumber =>
  z.number().int().min(min, `must be at least ${min} pixels`).max(max, `must be at most ${max} pixels`);

const Palette = z.strictObject({
  page: colour,
  sheet: colour,
  ink: colour,
  body: colour,
  quiet: colour,
  accent: colour,
  onAccent: colour,
  rule: colour,
  strong: colour,
  placeholder: colour,
  notice: colour,
});
type Palette = z.infer<typeof Palette>;

const Logo = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https address' }),
  /** For dark mode. Without it, the other logo gets a light background. */
  darkUrl: z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  width: pixels(40, 560),
  height: pixels(16, 240),
});

const ThemeFile = z.strictObject({
  /** The width of the mail's content. */
  width: pixels(480, 720),
  fonts: z.strictObject({ name: fonts, headline: fonts, text: fonts, label: fonts }),
  /** A logo instead of the newsletter's name. Null: no logo. */
  logo: Logo.nullable(),
  light: Palette,
  dark: Palette,
});
type ThemeFile = z.infer<typeof ThemeFile>;

/** The space for a picture, in pixels. */
type Box = { width: number; maxHeight: number };

/** The look of a mail, and the space for its pictures. */
export type Theme = ThemeFile & { lead: Box; middle: Box; thumb: Box; slot: Box };

const GUTTER = 20;
/** Text beside the picture of a middle story keeps lines of about forty characters. */
const MIDDLE_SHARE = 0.42;
/** Thumbnails have one size, on every screen. */
const THUMB = { width: 104, maxHeight: 78 };

/** The picture of a sponsor's slot or house notice, which must not look like a story's. */
const SLOT = { width: 120, maxHeight: 96 };

const READ: readonly (readonly [text: keyof Palette, on: keyof Palette])[] = [
  ['ink', 'sheet'],
  ['body', 'sheet'],
  ['quiet', 'sheet'],
  ['accent', 'sheet'],
  ['onAccent', 'accent'],
  ['ink', 'notice'],
  ['quiet', 'placeholder'],
  ['ink', 'placeholder'],
];

/** The first pair of colours with too little contrast, as [path, problem], or null. */
function findUnreadable(theme: ThemeFile): [string[], string] | null {
  for (const mode of ['light', 'dark'] as const)
    for (const [text, on] of READ) {
      const contrast = contrastOf(theme[mode][text], theme[mode][on]);
      if (contrast < MIN_CONTRAST)
        return [[mode, text], `has a contrast of ${contrast.toFixed(1)} on "${on}", but needs ${MIN_CONTRAST}`];
    }
  return null;
}

/** The line of a value in the source, by its path. If the value is missing: the line of its nearest existing parent. */
function lineOf(source: string, path: readonly PropertyKey[]): number {
  let [at, found, depth] = [0, 0, 0];
  for (const { 0: token, index } of source.matchAll(/"(?:[^"\\]|\\.)*"(?=\s*:)|[{}]/g)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    else if (depth === found + 1 && JSON.parse(token) === path[found]) [at, found] = [index, found + 1];
    if (found === path.length || (token === '}' && depth === found)) break;
  }
  return source.slice(0, at).split('\n').length;
}

type Issue = z.core.$ZodIssue;

/**
 * The problem as [path, sentence]. An unknown name comes first: it is usually a misspelling that leaves another
 * missing.
 */
function describeIssues(issues: readonly Issue[]): [PropertyKey[], string] {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return [[...unknown.path, unknown.keys[0]!], 'is not a name that themes use'];
  const { path, message } = issues[0]!;
  return [path, message];
}

/** The path of a theme's file within a folder of templates. */
export const themePath = (name: string): string => `themes/${name}.json`;

const failed = (file: string, line: number, what: string, cause?: unknown): ReveilleError =>
  new ReveilleError('RENDER_FAILED', `${file}${line > 0 ? `, line ${line}` : ''}: ${what}`, { cause });

function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(said)?.[1];
    const line =
      position === undefined ? source.split('\n').length : source.slice(0, Number(position)).split('\n').length;
    throw failed(file, line, said, error);
  }
}

/** Checks a theme's file. Throws RENDER_FAILED with file and line. */
export function parseTheme(file: string, source: string): Theme {
  const parsed = ThemeFile.safeParse(parseJson(file, source));
  if (!parsed.success) {
    const [path, message] = describeIssues(parsed.error.issues);
    throw failed(file, lineOf(source, path), `${path.join('.')} ${message}`);
  }
  const theme = parsed.data;
  const unreadable = findUnreadable(theme);
  if (unreadable) throw failed(file, lineOf(source, unreadable[0]), `${unreadable[0].join('.')} ${unreadable[1]}`);
  const width = theme.width - 2 * GUTTER;
  const middle = Math.round(width * MIDDLE_SHARE);
  return {
    ...theme,
    lead: { width, maxHeight: width },
    middle: { width: middle, maxHeight: middle },
    thumb: THUMB,
    slot: SLOT,
  };
}

/** Reads the theme NAME from a folder of templates. Throws RENDER_FAILED with file and line. */
export async function readTheme(folder: string, name: string): Promise<Theme> {
  const file = themePath(name);
  const source = await readFile(`${folder}/${file}`, 'utf8').catch((error: unknown) => {
    throw failed(file, 0, 'the file cannot be read', error);
  });
  return parseTheme(file, source);
}
