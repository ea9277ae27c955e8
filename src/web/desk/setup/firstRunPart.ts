import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { formToken } from '../deskPage.ts';
import type { FirstRun, Step } from './firstRun.ts';

function stepItem(
  site: Site,
  staff: Staff,
  { step, isNext, composes }: { step: Step; isNext: boolean; composes: string | null },
): Html {
  const { title, text, isDone, label, path } = step;
  const isComposing = composes !== null && title === 'The first edition';
  return html`<li class="step ${isDone ? 'step-done' : isNext ? 'step-next' : 'step-open'}">
    <span class="step-mark" aria-hidden="true">${isDone ? '✓' : ''}</span>
    <div>
      <h3>${title} <small>${isDone ? 'done' : isNext ? 'next' : 'open'}</small></h3>
      ${isDone ? '' : html`<p>${text}</p>`}
      ${
        isComposing
          ? html`<form method="post" action="${href(site, `/desk/newsletters/${composes}/compose`)}">
              ${formToken(staff)}<button ${isNext ? '' : html`class="quiet"`}>Compose now</button>
            </form>`
          : path === null
            ? html`<p class="fine">It waits for the steps before.</p>`
            : html`<p><a ${isNext ? html` class="button"` : ''} href="${href(site, path)}">${label}</a></p>`
      }
    </div>
  </li>`;
}

/** The steps from an empty desk to the first test copy. It goes away when all are done. */
export function firstRunPart(site: Site, staff: Staff, { steps, composes }: FirstRun): Html {
  const next = steps.find(({ isDone }) => !isDone);
  const done = steps.filter(({ isDone }) => isDone).length;
  return html`<section class="card first-run" aria-labelledby="first-run">
    <h2 id="first-run">To your first test copy <small>${done} of ${steps.length} done</small></h2>
    <ol class="steps">
      ${steps.map((step) => stepItem(site, staff, { step, isNext: step === next, composes }))}
    </ol>
  </section>`;
}
