import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isReveilleError, ReveilleError } from '../../domain/errors.ts';
import { readTheme } from './theme.ts';

const FOLDER = fileURLToPath(new URL('../../../templates', import.meta.url));

/** The themes that a folder of templates has, by name. */
async function listThemes(folder: string): Promise<string[]> {
  const files = await readdir(`${folder}/themes`);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).toSorted();
}

/**
 * Throws INVALID_INPUT where there is no theme of that name, or where mails cannot be rendered with it; then it names
 * file and line. `folder`: of templates, this program's own unless told.
 */
export async function assertTheme(name: string | undefined, folder: string = FOLDER): Promise<void> {
  if (name === undefined) return;
  const themes = await listThemes(folder);
  if (!themes.includes(name))
    throw new ReveilleError('INVALID_INPUT', `There is no theme "${name}"; there are ${themes.join(', ')}.`);
  await readTheme(folder, name).catch((error: unknown) => {
    if (!isReveilleError(error)) throw error;
    throw new ReveilleError('INVALID_INPUT', `The theme "${name}" has a fault: ${error.message}.`, { cause: error });
  });
}
