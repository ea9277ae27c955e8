import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { checkField } from '../checkField.ts';
import { roleNote } from '../access.ts';
import { deskForm, editionPath, numberField, type Desk, type DeskEdition } from './deskEdition.ts';

/** The title of each flag, and what staff can do about it. */
const FLAGS: Readonly<Record<string, { title: string; advice: string }>> = {
  overdue: {
    title: 'Overdue',
    advice: 'Check the stories, then send it below, or cancel it.',
  },
  no_stories: {
    title: 'No stories',
    advice: 'The first page of the desk lists the outlets that fail. Check them, then compose it again.',
  },
  too_few_stories: {
    title: 'Too few stories',
    advice: 'Compose it again later, or lower the newsletter’s minimum.',
  },
  render_failed: {
    title: 'The edition could not be rendered',
    advice:
      'Correct the story or the file named above. Rendering is retried automatically until the allowed lateness is over. After that, send it again here. No reader gets a mail that could not be rendered.',
  },
  older_templates: {
    title: 'Sent with older templates',
    advice: 'Correct the file named above. Later mails are rendered with the newest templates.',
  },
  story_left_out: {
    title: 'A story or a picture was left out',
    advice: 'The edition is sent without it. Correct the story named above before the next edition includes it.',
  },
  unapproved: {
    title: 'Not approved',
    advice: 'Check the edition and approve it. It is then sent, unless the allowed lateness is over.',
  },
  sender_incomplete: {
    title: 'The footer does not name the sender',
    advice: 'Once that is set, the edition is sent automatically, unless the allowed lateness is over.',
  },
  sender_fault: {
    title: 'The relay refuses us',
    advice:
      'The send is paused. No delivery failed because of this. Correct what the relay reports, then resume the send. “reveille preflight” finds most causes. The user name, the password and the name in the greeting (?name=) are set in SMTP_URL.',
  },
  relay_down: {
    title: 'No relay can be reached',
    advice:
      'The send continues automatically when a relay answers. Readers whose allowed lateness is over by then are listed as too late.',
  },
  restored: {
    title: 'Some readers may have it already',
    advice:
      'The system was restored from a backup that is older than this send. Look into the relay’s log. “Send” or “Resume” mails the readers who are listed as waiting, “Cancel” ends it.',
  },
  late: {
    title: 'Too late for some readers',
    advice: 'If it is still news, you can send it to them.',
  },
};

const CANARY = {
  title: 'The canary was sent',
  paused: 'Check the failures. “Send to all readers” continues the send, “Cancel” ends it.',
  waiting: '“Send to all readers” sends it to the others. “Pause” or “Cancel” stops it.',
};
const AUDIENCE_UNUSUAL = {
  title: 'Unusually many or few readers',
  advice: 'The edition is held until you confirm the number.',
};

/** Every flag with its title and advice, for docs/reference/flags.md. */
export function describeFlags(): { flag: string; title: string; advice: string }[] {
  return [
    ...Object.entries(FLAGS).map(([flag, { title, advice }]) => ({ flag, title, advice })),
    { flag: 'canary', title: CANARY.title, advice: `When it waits: ${CANARY.waiting} After trouble: ${CANARY.paused}` },
    {
      flag: 'audience_unusual',
      title: AUDIENCE_UNUSUAL.title,
      advice: `${AUDIENCE_UNUSUAL.advice} Type the number at the desk, and the edition goes out at its hour. \`reveille send --readers N\` sends it to all at once.`,
    },
  ];
}

function audienceForm(desk: Desk, { edition, audience }: DeskEdition): Html {
  const usual =
    audience.median === null ? '' : `; recent editions went to about ${formatCount(audience.median)} (the median)`;
  const body = html`<p>
      It would go to <b>${formatCount(audience.readers)}</b> readers now${usual}. If that is right, type this number.
      The edition is then sent at its send time.
    </p>
    ${numberField('audience')}${checkField(desk.staff, 'audience-password')}
    <button class="grave">Confirm the number</button>`;
  return html`${deskForm(desk, edition.id, 'audience', body)}
  ${roleNote(desk.staff, 'POST /desk/editions/:id/audience', 'Confirming the number')}`;
}

/** Why an edition needs a person's attention, and what to do. */
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
      ? html` <a href="${editionPath(desk, view.edition.id, '/unsettled?which=late')}">Show these readers</a>`
      : '';
  const isCalm = flag === 'canary' && view.edition.state === 'submitting';
  return html`<div class="${isCalm ? 'notice' : 'reason'}" role="status">
    <p><strong>${title}.</strong> ${detail?.replace(/[^.!?]$/, '$&.')}</p>
    <p>${advice}${more}</p>
  </div>`;
}
