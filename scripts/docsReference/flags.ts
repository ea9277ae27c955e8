import { describeFlags } from '../../src/web/desk/edition/flags.ts';
import { table } from './markdown.ts';

/** docs/reference/flags.md, from the words of the desk. */
export function describeFlagPage(): string {
  const rows = describeFlags().map(({ flag, title, advice }) => [`\`${flag}\``, title, advice]);
  return `# Flags of an edition

A flag says why a person must look at an edition. The desk shows it with its detail, and \`reveille status\` prints it. \`/readyz\`
answers 503 if an edition of the last three days has not ended after its hour, and is late or has a flag. The
[runbook](../runbook.md) says where to begin.

${table(['flag', 'meaning', 'what to do'], rows)}`;
}
