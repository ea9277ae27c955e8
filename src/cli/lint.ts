import { loadEdition } from '../editions/load.ts';
import { LINT_CODES, type LintFinding } from '../checks/lint/finding.ts';
import { openOutput, parseEditionId, withRuntime } from './command.ts';
import type { Run } from './run.ts';

const MARKS: Readonly<Record<LintFinding['severity'], string>> = { error: '✗', warning: '!' };
const LABEL_WIDTH = Math.max(...Object.values(LINT_CODES).map((label) => label.length));

/** A finding as one line. */
export const describeFinding = ({ code, severity, message, place }: LintFinding): string =>
  `  ${MARKS[severity]} ${LINT_CODES[code].padEnd(LABEL_WIDTH)}  ${message} [${place}]`;

/** `lint`. */
export async function lint(run: Run, edition: string, options: { links: boolean; json?: boolean }): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const { result, note, markFailed } = openOutput(run, options);
    const { db, log, now, config } = runtime;
    const { publicUrl, relays } = config;
    const editionId = parseEditionId(edition);
    // It loads the renderer, which the other commands need not wait for.
    const [{ lintEdition }, { openLinkFetcher }, { loadSupport }] = await Promise.all([
      import('../checks/lint/lint.ts'),
      import('../checks/lint/links.ts'),
      import('../checks/lint/support.ts'),
    ]);
    const support = await loadSupport();
    if (!support) note('Support by mail programs was not checked: the package caniemail is not installed.');
    const operator = (await loadEdition({ db }, editionId))?.newsletter.legal_name ?? null;
    const fetcher = options.links ? await openLinkFetcher({ db, publicUrl }, editionId, operator) : null;
    const deps = { db, log, now, publicUrl, isRehearsal: relays.length === 0, fetcher, support };
    const { sizes, findings, clients } = await lintEdition(deps, editionId).finally(() => fetcher?.close());
    for (const size of sizes)
      result({ edition: editionId, ...size }, `  ${size.format}, ${size.language}: ${size.bytes} bytes as sent`);
    for (const finding of findings) result({ edition: editionId, ...finding }, describeFinding(finding));
    for (const { client, does } of clients)
      result({ edition: editionId, client, does }, `  ${client.padEnd(LABEL_WIDTH)}  ${does}`);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    note(`Errors: ${errors}. Warnings: ${findings.length - errors}.`);
    if (errors > 0) markFailed();
  });
}
