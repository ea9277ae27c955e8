/** The text of a Markdown file without its code, in which brackets are no links. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The targets of a page's links and pictures that have no scheme, in order. */
export function linksOf(markdown: string): string[] {
  const targets = Array.from(withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
  return targets.filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** The fragments of a page's headings, as GitHub makes them: lower case, no punctuation, hyphens for spaces. */
export function fragmentsOf(markdown: string): Set<string> {
  const headings = markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading]) =>
      heading!
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/**
 * The paths of files and folders of the repository that a page names as code, without those that stand for several
 * (`templates/*.mjml`, `workers/NAME.ts`).
 */
export function pathsOf(markdown: string): string[] {
  const spans = Array.from(
    markdown.matchAll(/`((?:src|templates|test|scripts|workers|docs|bin)\/[^`\s]*)`/g),
    ([, path]) => path!,
  );
  return spans.filter((path) => !/[*{}…]|\b[A-Z]{4,}\b\.ts/.test(path));
}
