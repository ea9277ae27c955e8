import type { Newsletter } from '../../newsletters/newsletters.ts';
import { href, type Site } from '../site.ts';
import { html, type Html } from './html.ts';
import { publicPage } from './layout.ts';

/** What the pages behind a mail's link have in common: for one reader, one thing to do, by a button. */
function readerPage(site: Site, newsletter: Newsletter, title: string, body: Html): Html {
  const masthead = { name: newsletter.name, path: `/newsletters/${newsletter.slug}` };
  return publicPage(site, { title, masthead, isPrivate: true, body });
}

/** A form with one button; its answer comes from the same address. */
function oneButton(path: string, action: string, label: string, isQuiet: boolean = false): Html {
  return html`<form method="post" action="${path}">
    <input type="hidden" name="action" value="${action}" />
    <button type="submit" ${isQuiet ? html` class="quiet"` : ''}>${label}</button>
  </form>`;
}

/** The words above the button that opts in; kept with the consent. */
export function confirmWords(newsletter: Newsletter): { text: string; button: string } {
  return {
    text: `Press the button to get ${newsletter.name} by email. Without it, nothing is sent.`,
    button: `Yes, send me ${newsletter.name}`,
  };
}

export function confirmPage(site: Site, newsletter: Newsletter, token: string): Html {
  const { text, button } = confirmWords(newsletter);
  const form = oneButton(href(site, `/confirm/${token}`), 'confirm', button);
  const body = html`<section class="message">
    <h1>Confirm your sign-up</h1>
    <p>${text}</p>
    ${form}
  </section>`;
  return readerPage(site, newsletter, 'Confirm your sign-up', body);
}

export function confirmedPage(site: Site, newsletter: Newsletter): Html {
  const archive = href(site, `/editions/${newsletter.slug}`);
  return readerPage(
    site,
    newsletter,
    'You are signed up',
    html`<section class="message" role="status">
      <h1>You are signed up</h1>
      <p>The next edition of ${newsletter.name} comes to your inbox. Every mail has a link to leave with one click.</p>
      <p><a href="${archive}">Read past editions</a></p>
    </section>`,
  );
}

export function unsubscribePage(site: Site, newsletter: Newsletter, token: string, hasOthers: boolean): Html {
  const path = href(site, `/unsubscribe/${token}`);
  return readerPage(
    site,
    newsletter,
    `Leave ${newsletter.name}`,
    html`<section class="message">
      <h1>Leave ${newsletter.name}?</h1>
      <p>One press and no further edition comes to you. You can take it back right after.</p>
      ${oneButton(path, 'leave', 'Unsubscribe')}
      ${hasOthers ? oneButton(path, 'leave-all', 'Unsubscribe from all our newsletters', true) : ''}
    </section>`,
  );
}

export function unsubscribedPage(site: Site, newsletter: Newsletter, token: string, canUndo: boolean): Html {
  const path = href(site, `/unsubscribe/${token}`);
  return readerPage(
    site,
    newsletter,
    'You have left',
    html`<section class="message" role="status">
      <h1>You have left ${newsletter.name}</h1>
      <p>No further edition will be sent to you.</p>
      ${
        canUndo
          ? html`<p>Was it a slip?</p>
              ${oneButton(path, 'undo', 'Undo: keep sending it', true)}`
          : ''
      }
    </section>`,
  );
}

export function keptPage(site: Site, newsletter: Newsletter, status: 'pending' | 'active'): Html {
  const text =
    status === 'active'
      ? `You get ${newsletter.name} as before.`
      : 'You are where you were: the sign-up still waits for its confirmation.';
  const body = html`<section class="message" role="status">
    <h1>Welcome back</h1>
    <p>${text}</p>
  </section>`;
  return readerPage(site, newsletter, 'Welcome back', body);
}

export type ReaderSubscription = { newsletterId: number; name: string; status: string };

/** The preference centre: what is held, and every way to change it, each a form of its own. */
export function preferencesPage(
  site: Site,
  newsletter: Newsletter,
  token: string,
  reader: { address: string; firstName: string; subscriptions: ReaderSubscription[] },
  notice: string | null,
): Html {
  const path = href(site, `/preferences/${token}`);
  return readerPage(
    site,
    newsletter,
    'Your preferences',
    html`<div class="preferences">
      <h1>Your preferences</h1>
      <p class="promise">For ${reader.address}</p>
      ${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
      <section>
        <h2>Newsletters</h2>
        <ul class="subscriptions">
          ${reader.subscriptions.map(
            (subscription) =>
              html`<li>
                <b>${subscription.name}</b>
                <span class="mark">${STATUS_WORDS[subscription.status] ?? subscription.status}</span>
                <form method="post" action="${path}">
                  <input type="hidden" name="newsletter" value="${subscription.newsletterId}" /> ${
                    subscription.status === 'unsubscribed'
                      ? html`<button class="quiet" name="action" value="undo">Undo leaving</button>`
                      : html`<button class="quiet" name="action" value="leave">Leave</button>`
                  }
                </form>
              </li>`,
          )}
        </ul>
      </section>
      <section>
        <h2>Your name</h2>
        <form method="post" action="${path}">
          <p class="field">
            <label for="first-name">First name</label>
            <input
              id="first-name"
              name="first_name"
              autocomplete="given-name"
              maxlength="60"
              value="${reader.firstName}"
            />
          </p>
          <button name="action" value="name">Save</button>
        </form>
      </section>
      <section>
        <h2>Your data</h2>
        <p>Everything held about you, as a file.</p>
        <p><a class="button quiet" href="${path}/data.json" download="my-data.json">Download my data</a></p>
      </section>
      <section class="danger">
        <h2>Erase everything</h2>
        <p>
          Your address, name and history go. A keyed fingerprint of the address stays, so that no import brings it back.
        </p>
        <form method="post" action="${path}">
          <p class="check">
            <input type="checkbox" id="sure" name="sure" value="yes" required />
            <label for="sure">Yes, erase all data held about me</label>
          </p>
          <button class="grave" name="action" value="erase">Erase my data</button>
        </form>
      </section>
    </div>`,
  );
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  active: 'Subscribed',
  pending: 'Waiting for confirmation',
  unsubscribed: 'Left',
};
