import { glob } from 'node:fs/promises';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Every Markdown file of the repository, as a path below ROOT. */
export async function listPages(): Promise<string[]> {
  const pages: string[] = [];
  const exclude = (name: string): boolean => /^(?:node_modules|data|\.git)$/.test(name);
  for await (const page of glob('**/*.md', { cwd: ROOT, exclude })) pages.push(page);
  return pages;
}
