import { LINT_CODES, type LintFinding } from '../../../checks/lint/finding.ts';
import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import type { DeskEdition } from './deskEdition.ts';

const findingItem = ({ code, severity, message, place }: LintFinding): Html =>
  html`<li class="${severity === 'error' ? 'reason' : 'notice'}">
    <strong>${LINT_CODES[code]}${severity === 'error' ? '' : ' (warning)'}.</strong> ${message}
    <small>${place}</small>
  </li>`;

/** The problems that the lint finds in an edition's mail before it is sent, and the size of the message. */
export function checksSection({ checks, isChecking }: DeskEdition): Html {
  if (isChecking)
    return html`<section class="card" id="checks" data-part data-unchecked>
      <h2>Checks</h2>
      <p class="fine">The mail is being checked again.</p>
    </section>`;
  if (!checks) return html``;
  const { findings, sizes, clients } = checks;
  const kilobytes = (bytes: number): string => formatCount(Math.round(bytes / 1000));
  return html`<section class="card" id="checks" data-part>
    <h2>Checks</h2>
    ${
      findings.length > 0
        ? html`<ul class="checks">
            ${findings.map(findingItem)}
          </ul>`
        : html`<p>No problems found in the mail.</p>`
    }
    ${
      clients.length > 0
        ? html`<details>
            <summary>How mail programs show it</summary>
            <dl class="clients">
              ${clients.map(
                ({ client, does }) =>
                  html`<dt>${client}</dt>
                    <dd>${does}</dd>`,
              )}
            </dl>
          </details>`
        : ''
    }
    <p class="fine">
      Size of the message:
      ${sizes.map(({ format, language, bytes }) => `${format} (${language}) ${kilobytes(bytes)} KB`).join(', ')}. These
      checks do not open the links: try them in the test copy.
    </p>
  </section>`;
}
