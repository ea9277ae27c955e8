import { codeOf } from '../../domain/errors.ts';
import { buildReference } from '../../render/render.ts';
import type { LintFinding } from './finding.ts';

/** The families with data on every feature. For others the library cannot judge. */
const FAMILIES = ['apple-mail', 'gmail', 'outlook', 'yahoo', 'aol', 'samsung-email', 'protonmail', 'hey'] as const;

/**
 * Programs that do not know these features ignore them. The first keeps other programs from changing our dark colours, the
 * second avoids lines with a single word, and the third is for Outlook.com alone (src/checks/lint/clients.ts).
 */
const WANTED: ReadonlySet<string> = new Set(['color-scheme meta tag', 'text-wrap', 'Attribute selector']);

/** By feature, the programs ("outlook.windows") that do not support it. */
export type Unsupported = Map<string, Set<string>>;
export type FindUnsupported = (html: string) => Unsupported;

/**
 * Loads caniemail's tables. Null if the package is not installed: it is a development dependency, because it depends on
 * a
 * code formatter that servers do not need.
 */
export async function loadSupport(): Promise<FindUnsupported | null> {
  try {
    const { caniemail } = await import('caniemail');
    return (html) => {
      const unsupported: Unsupported = new Map();
      const { issues } = caniemail({ clients: FAMILIES.map((family) => `${family}.*` as const), html });
      for (const [client, found] of issues.errors)
        for (const { title } of found) unsupported.set(title, (unsupported.get(title) ?? new Set()).add(client));
      return unsupported;
    };
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

const familyOf = (client: string): string => client.slice(0, client.indexOf('.'));

/** Finds features of a digest that mail programs do not support, and that plain MJML does not use either. */
export async function checkSupport(find: FindUnsupported, html: string, place: string): Promise<LintFinding[]> {
  const plain = find(await buildReference());
  return [...find(html)].flatMap(([feature, clients]): LintFinding[] => {
    const added = [...clients].filter((client) => !plain.get(feature)?.has(client));
    if (added.length === 0 || WANTED.has(feature)) return [];
    const families = [...new Set(added.map(familyOf))].toSorted().join(', ');
    return [{ code: 'support', severity: 'warning', message: `${feature} is not supported by ${families}.`, place }];
  });
}
