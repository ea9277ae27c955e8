import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isReveilleError, ReveilleError } from '../../domain/errors.ts';
import { readTheme } from './theme.ts';

const FOLDER = fileURLToPath(new URL('../../../templates', import.meta.url));

/** The names of the themes in a folder of templates. */
async function listThemes(folder: string): Promise<string[]> {
  const files = await readdir(`${folder}/themes`);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).toSorted();
}

/**
 * Throws INVALID_INPUT if there is no theme of that name, or if mail cannot be rendered with it; the message then names
 * file and line. `folder`: a folder of templates, by default the built-in one.
 */
export async function assertTheme(name: string | undefined, folder: string = FOLDER): Promise<void> {
  if (name === undefined) return;
  const themes = await listThemes(folder);
  if (!themes.includes(name))
    throw new ReveilleError('INVALID_INPUT', `There is no theme "${name}"; the themes are ${themes.join(', ')}.`);
  await readTheme(folder, name).catch((error: unknown) => {
    if (!isReveilleError(error)) throw error;
    throw new ReveilleError('INVALID_INPUT', `The theme "${name}" has an error: ${error.message}.`, { cause: error });
  });
}
