import type { Upcoming } from '../../../domain/upcoming.ts';
import type { RankedLine } from '../../../newsroom/ranking.ts';
import { describeApproval } from '../approvalWords.ts';
import { sectionsPart } from './sectionsPart.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { ScheduleDay } from '../../../editions/newsletters/scheduleDays.ts';
import { html, type Html } from '../../markup/html.ts';
import { sendTimesTable } from './sendTimes.ts';

type Effect = {
  newsletter: Newsletter;
  /** What was typed and is not saved. */
  isPreview: boolean;
  upcoming: Upcoming[];
  days: ScheduleDay[];
  /** The best stories of now, as many as an edition has. */
  stories: RankedLine[];
};

function storiesSentence({ story_count, full_stories, own_stories, min_stories, sections }: Newsletter): string {
  const full = Math.min(story_count, full_stories);
  const headings = sections.length === 0 ? 'without headings' : `under ${sections.map(({ name }) => name).join(', ')}`;
  const own = own_stories === 0 ? '' : ` The first ${own_stories} places are for own stories, if there are so many.`;
  return `${story_count} stories ${headings}, ${full} of them with picture and summary.${own} With fewer than ${min_stories}, it is not sent.`;
}

/** What the settings do: the line in a reader’s inbox, the footer, the stories and the next send times. */
export function effectPart({ newsletter, isPreview, upcoming, days, stories }: Effect): Html {
  const { from_name, from_address, reply_to, legal_name, postal_address, privacy_url, zone } = newsletter;
  return html`<section class="card" id="effect">
    <h2>What readers get ${isPreview ? html`<small>with what you typed</small>` : ''}</h2>
    <div class="halves">
      <div>
        <h3>In the inbox</h3>
        <p class="inbox-line">
          <b>${from_name}</b> <span>The subject names the first story</span>
          <small>The preheader names the next ones</small>
        </p>
        <p class="fine address">
          From: ${from_name} &lt;${from_address}&gt;<br />Replies go to ${reply_to ?? from_address}
        </p>
      </div>
      <div>
        <h3>At the end of each mail</h3>
        <p class="footer-lines">
          ${legal_name ?? html`<span class="lacks">The legal name is missing.</span>`}<br />
          <span class="shown"
            >${postal_address ?? html`<span class="lacks">The postal address is missing.</span>`}</span
          >
          <br />
          ${privacy_url ? 'Privacy policy' : html`<span class="lacks">The link to the privacy policy is missing.</span>`}
          · Preferences · Unsubscribe
        </p>
      </div>
    </div>
    <h3>Stories</h3>
    <p>${storiesSentence(newsletter)}</p>
    ${sectionsPart(stories, newsletter.sections)}
    <h3>The next ten send times</h3>
    <p class="fine">${describeApproval(newsletter)}</p>
    ${sendTimesTable(upcoming, zone, days)}
  </section>`;
}
