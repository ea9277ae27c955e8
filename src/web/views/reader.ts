import type { Newsletter } from '../../newsletters/newsletters.ts';
import { href, type Site } from '../site.ts';
import { html, type Html } from './html.ts';
import { oneButton, readerPage } from './readerPage.ts';

export function unsubscribePage(site: Site, newsletter: Newsletter, token: string, hasOthers: boolean): Html {
  const path = href(site, `/unsubscribe/${token}`);
  return readerPage(site, newsletter, {
    title: `Leave ${newsletter.name}`,
    body: html`<section class="message">
      <h1>Leave ${newsletter.name}?</h1>
      <p>One press and no further edition comes to you. You can take it back right after.</p>
      ${oneButton(path, 'leave', 'Unsubscribe')}
      ${hasOthers ? oneButton(path, 'leave-all', 'Unsubscribe from all our newsletters', true) : ''}
    </section>`,
  });
}

export function unsubscribedPage(site: Site, newsletter: Newsletter, token: string, canUndo: boolean): Html {
  const path = href(site, `/unsubscribe/${token}`);
  return readerPage(site, newsletter, {
    title: 'You have left',
    body: html`<section class="message" role="status">
      <h1>You have left ${newsletter.name}</h1>
      <p>No further edition will be sent to you.</p>
      ${
        canUndo
          ? html`<p>Was it a slip?</p>
              ${oneButton(path, 'undo', 'Undo: keep sending it', true)}`
          : ''
      }
    </section>`,
  });
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
  return readerPage(site, newsletter, { title: 'Welcome back', body });
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
  return readerPage(site, newsletter, {
    title: 'Your preferences',
    body: html`<div class="preferences">
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
  });
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  active: 'Subscribed',
  pending: 'Waiting for confirmation',
  unsubscribed: 'Left',
};
