import { DOCTOR_CHECKS, type Verdict } from '../../../checks/doctor/verdict.ts';
import { formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import type { LastCheck } from './lastCheck.ts';
import { outcomeMark, type Outcome } from './outcomeMark.ts';

type DoctorView = { last: LastCheck<Verdict[]> | null; zone: string };

const RUN = 'POST /desk/doctor';
const REFRESH_SECONDS = 2;

function outcomeOf({ ok, isMade, advice }: Verdict): Outcome {
  if (!ok) return 'fail';
  if (!isMade) return 'skipped';
  return advice === null ? 'pass' : 'warn';
}

function summary(verdicts: readonly Verdict[]): string {
  const count = (outcome: Outcome): number => verdicts.filter((verdict) => outcomeOf(verdict) === outcome).length;
  const warned = count('warn');
  const warnings = warned === 0 ? '' : `, ${warned === 1 ? '1 warning' : `${warned} warnings`}`;
  const failed = count('fail');
  return `${failed === 0 ? 'nothing failed' : `${failed} failed`}${warnings}`;
}

function verdictList(verdicts: readonly Verdict[]): Html {
  return html`<ul class="listed findings">
    ${verdicts.map(
      (verdict) =>
        html`<li>
          ${outcomeMark(outcomeOf(verdict))}
          <div>
            <b>${DOCTOR_CHECKS[verdict.check]}</b>
            <p>${verdict.detail}</p>
            ${verdict.advice === null ? '' : html`<p class="todo">${verdict.advice}</p>`}
          </div>
        </li>`,
    )}
  </ul>`;
}

/** What the latest run of a check says of itself: when it ran, that it runs, or why it failed. */
export function runNote(last: LastCheck<unknown> | null, zone: string): Html {
  if (last === null) return html`<p>Nothing was checked yet.</p>`;
  if (last.isRunning)
    return html`<p class="notice" role="status">
      It is being checked now. This page shows the result when it is there.
    </p>`;
  if (last.failure !== null) return html`<p class="error">The check failed: ${last.failure}</p>`;
  if (last.endedAt === null || last.result === null)
    return html`<p class="error">The latest check did not end. Check again.</p>`;
  return html`<p class="fine">
    Checked <time datetime="${last.endedAt.toISOString()}">${formatInstant(last.endedAt, zone)}</time>.
  </p>`;
}

/** The page with the doctor's verdicts. */
export function doctorPage(site: Site, staff: Staff, { last, zone }: DoctorView): Html {
  const isRunning = last?.isRunning ?? false;
  return deskPage(site, {
    title: 'Doctor',
    section: 'doctor',
    staff,
    refreshSeconds: isRunning ? REFRESH_SECONDS : null,
    body: html`<h1>Doctor ${last?.result ? html`<small>${summary(last.result)}</small>` : ''}</h1>
      <p>
        Looks the installation over: database, clocks, processes, queue, disk, staff, newsletters, outlets, relays, DNS.
        Nothing is changed and no mail is sent. <code>reveille doctor</code> prints the same.
      </p>
      ${runNote(last, zone)}
      ${
        may(staff, RUN)
          ? html`<form method="post" action="${href(site, '/desk/doctor')}" class="row top">
              ${formToken(staff)}<button ${isRunning ? html`disabled` : ''}>
                ${last ? 'Check again' : 'Check now'}
              </button>
            </form>`
          : roleNote(staff, RUN, 'Checking')
      }
      ${
        last?.result
          ? html`<section class="card">
              <h2>What was found</h2>
              ${verdictList(last.result)}
            </section>`
          : ''
      }`,
  });
}
