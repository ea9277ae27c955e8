import { describeRead } from '../../../newsroom/outletHealth.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { StoredOutlet } from '../../../newsroom/findOutlets.ts';
import type { OutletItem } from '../../../newsroom/outletItems.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { refusalNote, textField, tickField } from '../fields.ts';
import { healthPart } from './healthPart.ts';
import { itemsPart } from './itemsPart.ts';
import type { OutletDone } from './outlet.ts';
import { writeOutlet, type OutletField, type OutletTexts } from './outletForm.ts';
import { TERM_LABELS, termFields } from './termsPart.ts';

/** The same address in another newsletter. */
export type Sibling = { id: number; newsletter: string };

/** A form that was refused: what is wrong with each field, and the fields that the person changed. */
export type OutletRefused = {
  problems: Partial<Record<OutletField | 'feed' | 'sure', string>>;
  typed: Partial<OutletTexts>;
};

export type OutletView = {
  outlet: StoredOutlet;
  newsletter: Newsletter;
  items: OutletItem[];
  /** Of all stored items, and of those that were first seen within the last day. */
  counts: { all: number; lastDay: number };
  siblings: Sibling[];
  /** A process fetches it now. */
  isReading: boolean;
  refused: OutletRefused | null;
  done: OutletDone | null;
};

const CHANGE = 'POST /desk/outlets/:id';
const REFRESH_SECONDS = 3;

const LABELS: Readonly<Record<string, string>> = {
  ...TERM_LABELS,
  name: 'Name',
  own: 'It is our own',
  section: 'Section',
  authority: 'Weight',
};

function readingNotice({ outlet, counts }: OutletView): string {
  const [latest] = outlet.recent_fetches;
  if (!latest) return 'It was not read yet: another process has it. Try again in a minute.';
  if (latest.result === 'failed') return `It could not be read: ${outlet.error_message ?? latest.code}`;
  if (latest.result === 'unchanged') return 'It was read: nothing has changed since the fetch before.';
  return `It was read: ${describeRead(latest, counts.all)}.`;
}

function notice(view: OutletView): Html {
  const { done, isReading, outlet, newsletter } = view;
  const reading = 'It is being read now. This page shows the result when it is there.';
  const said: Readonly<Record<OutletDone, string>> = {
    add: `${outlet.name} is added to ${newsletter.name}. ${isReading ? reading : readingNotice(view)}`,
    known: `${newsletter.name} has this outlet already. Nothing was changed.`,
    test: isReading ? reading : readingNotice(view),
    save: 'Saved. It holds for each edition that is composed or sent from now on.',
    pause: 'Paused: it is not fetched. Its stories that were read before can still be chosen.',
    resume: 'It is fetched again, from now on.',
    feed: `This feed is read from now on. ${isReading ? reading : readingNotice(view)}`,
  };
  if (done === null) return isReading ? html`<p class="notice" role="status">${reading}</p>` : html``;
  return html`<p class="notice" role="status">${said[done]}</p>`;
}

type Form = (rest: Html, style?: string) => Html;

function feedsPart({ outlet, refused }: OutletView, form: Form, isAllowed: boolean): Html {
  const chosen = outlet.feed_url ?? outlet.url;
  const feeds = outlet.found_feeds;
  const isOther = feeds.length > 0 && !feeds.some(({ url }) => url === chosen);
  return html`<section class="card">
    <h2>Feed</h2>
    ${refused?.problems.feed ? html`<p class="error" role="alert">${refused.problems.feed}</p>` : ''}
    ${
      feeds.length === 0
        ? html`<p>
            ${
              outlet.last_success_at
                ? html`It reads <span class="address">${chosen}</span>.`
                : 'No feed was found yet. The search is repeated with each fetch. If the outlet has a feed, remove this entry and add the address of the feed.'
            }
          </p>`
        : html`<ul class="listed feeds">
            ${feeds.map(
              ({ url, title, items }) =>
                html`<li>
                  <b>${title ?? 'A feed without a title'}</b> ${
                    url === chosen ? html`<span class="mark chosen">chosen</span>` : ''
                  }
                  <small class="address">${url}</small>
                  <small>${items === 1 ? '1 item' : `${items} items`} when it was found</small>
                  ${
                    url !== chosen && isAllowed
                      ? form(
                          html`<input type="hidden" name="feed" value="${url}" /><button
                              class="quiet small"
                              name="action"
                              value="feed"
                            >
                              Read this one
                            </button>`,
                        )
                      : ''
                  }
                </li>`,
            )}
          </ul>`
    }
    ${isOther ? html`<p>It now reads <span class="address">${chosen}</span>.</p>` : ''}
  </section>`;
}

function settingsPart(site: Site, staff: Staff, { outlet, refused }: OutletView): Html {
  const was = writeOutlet(outlet);
  const shown = { ...was, ...refused?.typed };
  const problems = refused?.problems ?? {};
  const isAllowed = may(staff, CHANGE);
  const field = (name: OutletField, hint: string) => ({
    name,
    label: LABELS[name]!,
    hint,
    value: shown[name],
    was: was[name],
    problem: problems[name],
  });
  return html`<section class="card">
    <h2>What may be shown, and how it counts</h2>
    <form method="post" action="${href(site, `/desk/outlets/${outlet.id}`)}" class="settings" autocomplete="off">
      ${roleNote(staff, CHANGE, 'Changing an outlet')} ${formToken(staff)}
      ${refused ? refusalNote({ ...problems, feed: undefined, sure: undefined }, LABELS) : ''}
      <fieldset ${isAllowed ? '' : html`disabled`}>
        <legend>Outlet</legend>
        ${textField(field('name', 'As readers see it.'), html`maxlength="200"`)}
        ${tickField(field('own', 'Everything of it may be shown, and a newsletter can prefer its stories.'))}
        ${textField(field('section', 'For stories without a section of their own. Empty: none.'))}
        ${textField(
          field('authority', 'How much its reports count in the ranking, from 0 to 5. Usually 1.'),
          html`inputmode="decimal" class="number"`,
        )}
      </fieldset>
      <fieldset ${isAllowed ? '' : html`disabled`}>
        <legend>Rights</legend>
        ${termFields('outlet', { shown, was, problems })}
      </fieldset>
      ${isAllowed ? html`<button name="action" value="save">Save</button>` : ''}
    </form>
  </section>`;
}

function removePart({ outlet, refused }: OutletView, form: Form): Html {
  const problem = refused?.problems.sure;
  return html`<details class="card" ${problem ? html` open` : ''}>
    <summary>Remove this outlet</summary>
    <p>
      ${outlet.name} and all its items are removed. Editions that carry its stories keep them. To stop reading it for a
      while, pause it instead.
    </p>
    ${form(
      html`${tickField({
          name: 'sure',
          label: 'Remove it and its items',
          hint: 'This cannot be undone.',
          value: 'off',
          problem,
        })}<button class="grave" name="action" value="remove">Remove the outlet</button>`,
      'settings',
    )}
  </details>`;
}

/** The page of one outlet. */
export function outletPage(site: Site, staff: Staff, view: OutletView): Html {
  const { outlet, newsletter, siblings, isReading, refused } = view;
  const isAllowed = may(staff, CHANGE);
  const form: Form = (rest, style = 'row') =>
    html`<form method="post" action="${href(site, `/desk/outlets/${outlet.id}`)}" class="${style}" autocomplete="off">
      ${formToken(staff)}${rest}
    </form>`;
  const pause = outlet.paused_at ? 'resume' : 'pause';
  return deskPage(site, {
    title: outlet.name,
    section: 'outlets',
    staff,
    // A form that was refused must not lose what was typed.
    refreshSeconds: isReading && !refused ? REFRESH_SECONDS : null,
    body: html`<p class="today"><a href="${href(site, '/desk/outlets')}">Outlets</a></p>
      <h1>
        ${outlet.name} ${outlet.is_own ? html`<span class="mark">own</span>` : ''}
        ${outlet.paused_at ? html`<span class="mark">paused</span>` : ''}
      </h1>
      <p class="address">
        <a href="${outlet.url}" rel="noreferrer">${outlet.url}</a>
        <small>
          read for
          <a href="${href(site, `/desk/newsletters/${newsletter.slug}/settings`)}">${newsletter.name}</a>${siblings.map(
            ({ id, newsletter: other }) => html`, and for <a href="${href(site, `/desk/outlets/${id}`)}">${other}</a>`,
          )}
        </small>
      </p>
      ${notice(view)}
      ${
        isAllowed
          ? form(
              html`<button name="action" value="test" ${isReading ? html` disabled` : ''}>Test now</button
                ><button class="quiet" name="action" value="${pause}">
                  ${pause === 'pause' ? 'Pause' : 'Resume'}
                </button>`,
              'row top',
            )
          : roleNote(staff, CHANGE, 'Testing and pausing it')
      }
      <div class="halves">${healthPart(view)} ${feedsPart(view, form, isAllowed)}</div>
      ${itemsPart(site, view)} ${settingsPart(site, staff, view)} ${isAllowed ? removePart(view, form) : ''}`,
  });
}
