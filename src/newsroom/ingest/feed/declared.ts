import { attribute, hasElements, rawText, type MarkupNode } from '../markup.ts';
import { withDeclared, type Instructions } from '../notes.ts';
import { cleanLine } from '../text.ts';
import { textsOf, type Children } from './elements.ts';

const STATUS = new Set(['pubstatus', 'publishingstatus', 'status']);
const EMBARGO = new Set(['embargoed', 'embargo', 'embargodate', 'embargountil', 'date.release']);
const NOTE = new Set(['ednote', 'edmsg', 'editorsnote', 'editornote']);

function valueOf(node: MarkupNode): string | null {
  const declared = ['qcode', 'state', 'norm', 'info'].map((name) => attribute(node, name));
  return declared.find((value) => value !== null) ?? (rawText(node).trim() || null);
}

/** Adds the instructions in elements of wires, with any prefix: pubstatus, embargo, ednote (IPTC, PRISM, MRSS). */
export function withElements(found: Instructions, children: Children): Instructions {
  const first = (names: Set<string>): string | null => {
    for (const [name, nodes] of children)
      if (names.has(name.slice(name.indexOf(':') + 1)))
        for (const node of nodes) if (valueOf(node)) return valueOf(node);
    return null;
  };
  return withDeclared(found, { status: first(STATUS), embargo: first(EMBARGO), note: cleanLine(first(NOTE), 1000) });
}

/** The first text in these elements that names a section. */
export function sectionOf(children: Children, ...names: string[]): string | null {
  const labelled = names.flatMap((name) =>
    (children.get(name) ?? []).map((node) => attribute(node, 'label') ?? attribute(node, 'term')),
  );
  for (const text of [...labelled, ...textsOf(children, ...names)]) {
    const section = cleanLine(text, 80);
    // A URL names a category scheme, not a section.
    if (section && !/^https?:/i.test(section)) return section;
  }
  return null;
}

/** What an element's `type` says of its text: of Media RSS and Atom. Null if it says nothing. */
export function declaredType(node: MarkupNode): 'plain' | 'html' | null {
  const type = attribute(node, 'type');
  if (type === null || hasElements(node)) return null;
  return /^(?:plain|text|text\/plain)$/i.test(type) ? 'plain' : /^(?:text\/)?html$/i.test(type) ? 'html' : null;
}
