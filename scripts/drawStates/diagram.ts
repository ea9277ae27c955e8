import { join } from 'node:path';
import { DELIVERY_TRANSITIONS, EDITION_TRANSITIONS, SUBSCRIPTION_TRANSITIONS } from '../../src/domain/states.ts';

/** The file that holds the diagrams. */
export const GLOSSARY = join(import.meta.dirname, '..', '..', 'src', 'domain', 'CONTEXT.md');

const PLACE =
  /(<!-- states: made by `npm run states` from src\/domain\/states\.ts -->\n)[\s\S]*?(<!-- end of states -->)/;

function drawTable(name: string, table: Readonly<Record<string, readonly string[]>>): string {
  const arrows = Object.entries(table).flatMap(([from, next]) =>
    next.length === 0 ? [`    ${from} --> [*]`] : next.filter((to) => to !== from).map((to) => `    ${from} --> ${to}`),
  );
  const start = Object.keys(table)[0];
  return `${name}:\n\n\`\`\`mermaid\nstateDiagram-v2\n    [*] --> ${start}\n${arrows.join('\n')}\n\`\`\`\n`;
}

/** The states and legal transitions of an edition, a delivery and a subscription as Mermaid diagrams in Markdown. */
export function drawStates(): string {
  return [
    drawTable('Edition', EDITION_TRANSITIONS),
    drawTable('Delivery', DELIVERY_TRANSITIONS),
    drawTable('Subscription', SUBSCRIPTION_TRANSITIONS),
  ].join('\n');
}

/** The glossary's text with `diagrams` between its two marks. */
export function insertStates(glossary: string, diagrams: string): string {
  return glossary.replace(PLACE, (_, begin: string, end: string) => `${begin}\n${diagrams}\n${end}`);
}
