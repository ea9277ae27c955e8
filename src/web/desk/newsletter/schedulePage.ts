import type { Upcoming } from '../../../domain/upcoming.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { ScheduleDay } from '../../../editions/newsletters/scheduleDays.ts';
import { formatDay } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { choiceField, refusalNote, textField } from '../fields.ts';
import { describeApproval } from '../approvalWords.ts';
import { newsletterTabs } from './newsletterTabs.ts';
import { sendTimesTable } from './sendTimes.ts';

/** A form that was refused: what is wrong with each field, and what was typed. */
export type DayRefused = {
  problems: Partial<Record<'date' | 'at' | 'note', string>>;
  typed: { date: string; what: string; at: string; note: string };
};

type ScheduleView = {
  newsletter: Newsletter;
  /** YYYY-MM-DD, in the newsletter's zone. */
  today: string;
  upcoming: Upcoming[];
  days: ScheduleDay[];
  refused: DayRefused | null;
  done: 'add' | 'remove' | null;
  /** The edition that the saved day called off. */
  calledOff: number | null;
};

const CHANGE = 'POST /desk/newsletters/:slug/schedule';

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "every day", "Monday to Friday", "Saturday and Sunday" */
export function describeWeekdays(weekdays: readonly number[]): string {
  const sorted = [...weekdays].toSorted((a, b) => a - b);
  if (sorted.length === 7) return 'every day';
  if (sorted.length === 0) return 'on no day';
  const names = sorted.map((day) => DAY_NAMES[day - 1]!);
  const isRun = sorted.length > 2 && (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) === sorted.length - 1;
  if (isRun) return `${names[0]} to ${names.at(-1)}`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function minutesBefore(time: string, minutes: number): string {
  return Temporal.PlainTime.from(time).subtract({ minutes }).toString().slice(0, 5);
}

function planPart(site: Site, { newsletter }: ScheduleView): Html {
  const { send_at, zone, weekdays, compose_lead_minutes: lead, max_lateness_minutes: late } = newsletter;
  const weekly = newsletter.weekly_weekday;
  return html`<section class="card">
    <h2>What happens</h2>
    <ol class="plan">
      <li><b>${minutesBefore(send_at, lead + 10)}</b> The outlets are read once more.</li>
      <li><b>${minutesBefore(send_at, lead)}</b> The draft is composed. Until it is sent, the desk can change it.</li>
      <li>
        <b>${send_at.slice(0, 5)}</b> The edition goes out, ${describeWeekdays(weekdays)}, by the clock of ${zone}.
        Readers who chose an hour of their own get it then.
      </li>
    </ol>
    <p>${describeApproval(newsletter)}</p>
    <p>
      If it could not go out within ${late} minutes of its hour, a person must send it.
      ${
        weekly === null
          ? ''
          : html`The weekly edition goes out on ${DAY_NAMES[weekly - 1]} at ${newsletter.weekly_at.slice(0, 5)} to the
            readers who chose it.`
      }
    </p>
    <p>
      <a href="${href(site, `/desk/newsletters/${newsletter.slug}/settings#zone`)}">Change hour, days and approval</a>
    </p>
  </section>`;
}

const NOTHING = { date: '', what: 'skip', at: '', note: '' };

function dayForm(site: Site, staff: Staff, { newsletter, today, refused }: ScheduleView): Html {
  if (!may(staff, CHANGE)) return roleNote(staff, CHANGE, 'Changing a day');
  const typed = refused?.typed ?? NOTHING;
  const problems = refused?.problems ?? {};
  return html`<form
    method="post"
    action="${href(site, `/desk/newsletters/${newsletter.slug}/schedule`)}"
    class="settings day-form"
    autocomplete="off"
  >
    ${formToken(staff)} ${refusalNote(problems, { date: 'Day', at: 'Hour', note: 'Note' })}
    ${textField(
      {
        name: 'date',
        label: 'Day',
        hint: 'A holiday, or a day with another hour.',
        value: typed.date,
        problem: problems.date,
      },
      html`type="date" min="${today}" required`,
    )}
    ${choiceField(
      { name: 'what', label: 'What changes', hint: 'The weekly edition is not affected.', value: typed.what },
      [
        ['skip', 'No edition that day'],
        ['hour', 'Another hour that day'],
      ],
    )}
    ${textField(
      {
        name: 'at',
        label: 'Hour',
        hint: `Only for another hour, by the clock of ${newsletter.zone}.`,
        value: typed.at,
        problem: problems.at,
      },
      html`type="time"`,
    )}
    ${textField(
      {
        name: 'note',
        label: 'Note (optional)',
        hint: 'For the desk, such as Christmas Day.',
        value: typed.note,
        problem: problems.note,
      },
      html`maxlength="200"`,
    )}
    <button name="action" value="add">Save the day</button>
  </form>`;
}

function daysPart(site: Site, staff: Staff, view: ScheduleView): Html {
  const { days, newsletter } = view;
  const isAllowed = may(staff, CHANGE);
  return html`<section class="card">
    <h2>Holidays and other hours</h2>
    ${
      days.length === 0
        ? html`<p>No day differs from the usual schedule.</p>`
        : html`<ul class="listed">
            ${days.map(
              ({ date, sendAt, note }) =>
                html`<li class="day">
                  <span
                    ><b>${formatDay(date)}</b>:
                    ${sendAt === null ? 'no edition' : `at ${sendAt}`}${note ? html` <small>${note}</small>` : ''}</span
                  >
                  ${
                    isAllowed
                      ? html`<form
                          method="post"
                          action="${href(site, `/desk/newsletters/${newsletter.slug}/schedule`)}"
                        >
                          ${formToken(staff)}<input type="hidden" name="date" value="${date}" /><button
                            class="quiet small"
                            name="action"
                            value="remove"
                          >
                            Remove<span class="unseen"> ${formatDay(date)}</span>
                          </button>
                        </form>`
                      : ''
                  }
                </li>`,
            )}
          </ul>`
    }
    ${dayForm(site, staff, view)}
  </section>`;
}

/** The page of a newsletter's schedule. */
export function schedulePage(site: Site, staff: Staff, view: ScheduleView): Html {
  const { newsletter, upcoming, days, done, calledOff } = view;
  return deskPage(site, {
    title: `Schedule: ${newsletter.name}`,
    section: 'newsletters',
    staff,
    body: html`<h1>Schedule <small>${newsletter.name}</small></h1>
      ${newsletterTabs(site, newsletter, 'schedule')}
      ${
        done
          ? html`<p class="notice" role="status">
              ${done === 'add' ? 'Saved. The list shows the day.' : 'Removed. The usual schedule holds again.'}
              ${
                done === 'add' && calledOff !== null
                  ? html`<a href="${href(site, `/desk/editions/${calledOff}`)}">Edition ${calledOff}</a> of that day was
                      about to be sent: it is called off, and no reader was mailed.`
                  : ''
              }
            </p>`
          : ''
      }
      <section class="card">
        <h2>The next send times</h2>
        ${sendTimesTable(upcoming, newsletter.zone, days)}
      </section>
      ${daysPart(site, staff, view)} ${planPart(site, view)}`,
  });
}
