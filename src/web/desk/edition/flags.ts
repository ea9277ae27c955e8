import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskForm, editionPath, numberField, type Desk, type DeskEdition } from './deskEdition.ts';

/** What a flag means, and what to do about it. */
const FLAGS: Readonly<Record<string, { title: string; advice: string }>> = {
  overdue: {
    title: 'Overdue',
    advice: 'Check the stories, then send it below, or cancel it.',
  },
  no_stories: {
    title: 'No stories',
    advice: 'Look at the outlets on the desk’s first page: one that fails is named there. Then compose it again.',
  },
  too_few_stories: {
    title: 'Too few stories',
    advice: 'Compose it again later, or lower the newsletter’s minimum.',
  },
  render_failed: {
    title: 'It could not be rendered',
    advice:
      'Fix the story or the file that is named. Until its allowed lateness it is tried again by itself; then try again here. Nobody gets what could not be rendered.',
  },
  older_templates: {
    title: 'It goes out with older templates',
    advice: 'Mend the file that is named. What is rendered from then on has the newest.',
  },
  story_left_out: {
    title: 'A story or a picture was left out',
    advice: 'It goes out without it. Mend the story that is named before the next edition carries it.',
  },
  sender_incomplete: {
    title: 'The footer does not say who sends it',
    advice: 'It goes out by itself once that is set, unless it is too late by then.',
  },
  sender_fault: {
    title: 'The relay refuses us',
    advice:
      'It is paused, and no reader was given up for it. Set right what the relay says (“reveille preflight” finds most of it; a user name, a password and ?name=, which is what the relay is greeted with, stand in SMTP_URL), then resume: it is tried once more.',
  },
  relay_down: {
    title: 'No relay can be reached',
    advice: 'It goes on by itself once one answers. Readers whose time is over by then are kept for you as late.',
  },
  late: {
    title: 'Too late for some readers',
    advice: 'It may be sent to them all the same, if it is still news.',
  },
};

const CANARY = {
  title: 'The canary is out',
  paused: 'Look at what failed. “Send to everybody” lets it go on, “Cancel” ends it.',
  waiting: '“Send to everybody” lets the others have it; “Pause” or “Cancel” stops it.',
};
const AUDIENCE_UNUSUAL = { title: 'Unusually many or few readers', advice: 'It is kept back.' };

/** Every flag with its title and advice, for docs/reference/flags.md. */
export function describeFlags(): { flag: string; title: string; advice: string }[] {
  return [
    ...Object.entries(FLAGS).map(([flag, { title, advice }]) => ({ flag, title, advice })),
    { flag: 'canary', title: CANARY.title, advice: `When it waits: ${CANARY.waiting} After trouble: ${CANARY.paused}` },
    {
      flag: 'audience_unusual',
      title: AUDIENCE_UNUSUAL.title,
      advice: `${AUDIENCE_UNUSUAL.advice} If the number is right, type it at the desk: then it goes out at its hour. \`reveille send --readers N\` sends it to all at once.`,
    },
  ];
}

function audienceForm(desk: Desk, { edition, audience }: DeskEdition): Html {
  const usual = audience.median === null ? '' : `, and lately there were about ${formatCount(audience.median)}`;
  const body = html`<p>
      It would go to <b>${formatCount(audience.readers)}</b> readers now${usual}. If that is right, type their number,
      and it goes out at its hour.
    </p>
    ${numberField('audience')}
    <button class="grave">The number is right</button>`;
  return deskForm(desk, edition.id, 'audience', body);
}

/** Why a person must look, in plain words, with what to do. */
export function flagBox(desk: Desk, view: DeskEdition): Html {
  const { flag, flag_detail: detail } = view.edition;
  if (flag === null) return html``;
  if (flag === 'audience_unusual')
    return html`<div class="reason" role="status">
      <p><strong>${AUDIENCE_UNUSUAL.title}.</strong> ${AUDIENCE_UNUSUAL.advice}</p>
      ${audienceForm(desk, view)}
    </div>`;
  const { title, advice } =
    flag === 'canary'
      ? { title: CANARY.title, advice: view.edition.state === 'paused' ? CANARY.paused : CANARY.waiting }
      : (FLAGS[flag] ?? { title: flag.replaceAll('_', ' '), advice: '' });
  const more =
    flag === 'late'
      ? html` <a href="${editionPath(desk, view.edition.id, '/unsettled?which=late')}">Readers who were too late</a>`
      : '';
  const isCalm = flag === 'canary' && view.edition.state === 'submitting';
  return html`<div class="${isCalm ? 'notice' : 'reason'}" role="status">
    <p><strong>${title}.</strong> ${detail?.replace(/[^.!?]$/, '$&.')}</p>
    <p>${advice}${more}</p>
  </div>`;
}
