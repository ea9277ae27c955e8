/** One rule of a .dockerignore: what it matches, and whether it brings back what an earlier one left out. */
type Rule = { pattern: RegExp; bringsBack: boolean };

function toPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/?|\*|\?/g, (wild) => (wild === '?' ? '[^/]' : wild === '*' ? '[^/]*' : '.*'));
  // A rule for a folder is one for everything in it.
  return new RegExp(`^${source}(/.*)?$`);
}

/**
 * Reads a .dockerignore: true of a path (relative to the context, with slashes) that is not sent to the engine. The last
 * rule that matches decides. Reference: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseIgnore(text: string): (path: string) => boolean {
  const rules: Rule[] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const bringsBack = line.startsWith('!');
      const glob = line.slice(bringsBack ? 1 : 0).replace(/^\/|\/$/g, '');
      return { pattern: toPattern(glob), bringsBack };
    });
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.bringsBack === false;
}
