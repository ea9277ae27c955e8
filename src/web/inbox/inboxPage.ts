import type { InboxLine } from './inbox.ts';
import { href, type Site } from '../site.ts';
import { formatCount, formatTime } from '../markup/dates.ts';
import { deskPage } from '../desk/deskPage.ts';
import { html, type Html } from '../markup/html.ts';

const NOTICE = 'No relay is configured, so no reader received these messages.';

export function inboxPage(
  site: Site,
  lines: InboxLine[],
  { page, pages, total }: { page: number; pages: number; total: number },
): Html {
  const pageLink = (number: number, label: string): Html =>
    html`<a href="${href(site, `/inbox?page=${number}`)}">${label}</a>`;
  return deskPage(site, {
    title: 'Inbox',
    section: 'inbox',
    body: html`<h1>Inbox <small>${formatCount(total)} ${total === 1 ? 'message' : 'messages'}</small></h1>
      <p class="rehearsal"><strong>Rehearsal.</strong> ${NOTICE}</p>
      ${
        lines.length === 0
          ? html`<p>Empty so far.</p>`
          : html`<table class="mails">
              <thead>
                <tr>
                  <th scope="col">To</th>
                  <th scope="col">Subject</th>
                  <th scope="col">From</th>
                  <th scope="col">Received</th>
                </tr>
              </thead>
              <tbody>
                ${lines.map(
                  (line) =>
                    html` <tr>
                      <td class="address">${line.to}</td>
                      <td class="subject">
                        <a href="${href(site, `/inbox/messages/${line.id}`)}">${line.subject || '(no subject)'}</a>
                      </td>
                      <td class="address">${line.from}</td>
                      <td class="when">${formatTime(line.receivedAt, 'UTC')}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      ${
        pages > 1
          ? html`<nav class="pager" aria-label="Pages">
              ${page > 1 ? pageLink(page - 1, '← Newer') : html`<span></span>`}<span>Page ${page} of ${pages}</span
              >${page < pages ? pageLink(page + 1, 'Older →') : html`<span></span>`}
            </nav>`
          : ''
      }
      <p class="fine"><a href="${href(site, '/inbox/messages.json')}">All messages as JSON</a></p>`,
  });
}

export function inboxMessagePage(
  site: Site,
  message: { id: number; subject: string; headers: string[]; hasHtml: boolean; text: string },
): Html {
  const path = href(site, `/inbox/messages/${message.id}`);
  return deskPage(site, {
    title: message.subject || 'Message',
    section: 'inbox',
    body: html`<h1>${message.subject || '(no subject)'}</h1>
<p class="rehearsal"><strong>Rehearsal.</strong> ${NOTICE}</p>
<details><summary>Headers</summary><pre class="headers">${message.headers.join('\n')}</pre></details>
${
  message.hasHtml
    ? html`<iframe
        class="mail"
        title="The message as HTML"
        src="${path}/html"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>`
    : ''
}
<details${message.hasHtml ? '' : html` open`}><summary>Text part</summary><pre>${message.text}</pre></details>
<p class="fine"><a href="${path}.eml">Download as .eml</a> · <a href="${href(site, '/inbox')}">Back to the inbox</a></p>`,
  });
}
