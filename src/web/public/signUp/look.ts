import { createHash } from 'node:crypto';
import { inkOn, readableOn, type Colour } from '../../contrast.ts';
import type { WebContext } from '../../web.ts';

/** The looks of the block, which a site chooses by query parameters. Unknown values are ignored. */
const THEMES = ['auto', 'light', 'dark'] as const;
const SIZES = ['full', 'compact'] as const;
const RADII = ['small', 'none', 'large', 'pill'] as const;
/** Accents by name. Any colour with three or six hexadecimal digits is allowed too. */
const ACCENTS = {
  red: '#8c1d18',
  blue: '#1d4f7c',
  navy: '#14213d',
  green: '#1d6b3a',
  orange: '#b4500a',
  black: '#1b1a17',
} as const satisfies Record<string, Colour>;

export type Look = Readonly<{
  theme: (typeof THEMES)[number];
  size: (typeof SIZES)[number];
  radius: (typeof RADII)[number];
  /** A name or hexadecimal digits. Null: the accent of the style sheet. */
  accent: string | null;
}>;

const oneOf = <T extends string>(choices: readonly [T, ...T[]], asked: string | undefined): T =>
  choices.find((choice) => choice === asked) ?? choices[0];

function parseAccent(asked: string | undefined): string | null {
  const accent = (asked ?? '').toLowerCase().replace(/^#/, '');
  return Object.hasOwn(ACCENTS, accent) || /^([0-9a-f]{3}|[0-9a-f]{6})$/.test(accent) ? accent : null;
}

/** The looks in a request's query. */
export function lookOf(c: WebContext): Look {
  return {
    theme: oneOf(THEMES, c.req.query('theme')),
    size: oneOf(SIZES, c.req.query('size')),
    radius: oneOf(RADII, c.req.query('radius')),
    accent: parseAccent(c.req.query('accent')),
  };
}

/** The looks as a query for the block's form, so that its answers keep them. Empty for default looks. */
export function lookQuery({ theme, size, radius, accent }: Look): string {
  const query = new URLSearchParams();
  if (theme !== THEMES[0]) query.set('theme', theme);
  if (size !== SIZES[0]) query.set('size', size);
  if (radius !== RADII[0]) query.set('radius', radius);
  if (accent) query.set('accent', accent);
  return query.size > 0 ? `?${query.toString()}` : '';
}

const PAPERS = { light: '#ffffff', dark: '#1f1e1a' } as const satisfies Record<string, Colour>;
// The contrast that controls need (WCAG 2.2, 1.4.11).
const CONTROL_CONTRAST = 3;

function colourOf(accent: string): Colour {
  if (Object.hasOwn(ACCENTS, accent)) return ACCENTS[accent as keyof typeof ACCENTS];
  const digits = accent.length === 3 ? accent.replace(/./g, '$&$&') : accent;
  return `#${digits}`;
}

/**
 * The style element of an accent (markup), and the source that a policy needs to allow only this element. Null without
 * an accent. With any colour, text on it is readable and its edge is visible on both backgrounds.
 */
export function accentStyle({ accent }: Look): { element: string; source: string } | null {
  if (accent === null) return null;
  const rule = (paper: Colour): string => {
    const colour = colourOf(accent);
    return `{--accent:${colour};--accent-ink:${inkOn(colour)};--edge:${readableOn(paper, colour, CONTROL_CONTRAST)}}`;
  };
  const css =
    `.theme-light,.theme-auto${rule(PAPERS.light)}.theme-dark${rule(PAPERS.dark)}` +
    `@media (prefers-color-scheme:dark){.theme-auto${rule(PAPERS.dark)}}`;
  return { element: `<style>${css}</style>`, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}
