import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ReveilleError } from '../errors.ts';

const FOLDER = fileURLToPath(new URL('../../templates/themes/', import.meta.url));

/** The themes that there are, by name. */
export async function listThemes(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).toSorted();
}

/** Throws INVALID_INPUT where there is no theme of that name. */
export async function assertTheme(name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const themes = await listThemes();
  if (!themes.includes(name))
    throw new ReveilleError('INVALID_INPUT', `There is no theme "${name}"; there are ${themes.join(', ')}.`);
}
