import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { AgencyGrants } from '../../../newsroom/rights/agencies.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import type { AgencyDone } from './agencies.ts';
import { choiceField, textField } from '../fields.ts';
import { NO_TERMS, writeTerms, type Permission, type TermField, type TermTexts } from './terms.ts';
import { termFields } from './termsPart.ts';

export type AgencyList = { newsletter: Newsletter; agencies: AgencyGrants[] };

/** A form that was refused: that of an agency, or (null) the one that adds. */
export type AgencyRefused = {
  newsletter: string;
  agency: string | null;
  typed: TermTexts & { name: string };
  problems: Partial<Record<TermField | 'agency' | 'newsletter', string>>;
};

type Agencies = { lists: AgencyList[]; refused: AgencyRefused | null; done: AgencyDone | null };

const CHANGE = 'POST /desk/agencies';

const NOTICES: Readonly<Record<AgencyDone, string>> = {
  set: 'Saved. It holds for each edition that is composed or sent from now on.',
  remove: 'The record is removed. What the outlets allow holds for this agency again.',
};

const SUMMARY_WORDS: Readonly<Record<Permission, string>> = {
  usual: 'as the outlet allows',
  grant: 'allowed',
  bar: 'never',
};

/** What an agency allows, in one line. */
function summarize(agency: AgencyGrants): string {
  const { headline, summary, picture, notIn, credit, until } = writeTerms(agency);
  const words = (value: string): string => SUMMARY_WORDS[value as Permission];
  return [
    headline === 'bar' ? 'its reports: never' : null,
    `text: ${words(summary)}`,
    `pictures: ${words(picture)}`,
    credit === 'on' ? 'credit needed' : null,
    notIn === '' ? null : `not in ${notIn}`,
    until === '' ? null : `until ${until}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function agencyItem(
  site: Site,
  staff: Staff,
  {
    agency,
    newsletter,
    index,
    refused,
  }: { agency: AgencyGrants; newsletter: Newsletter; index: number; refused: AgencyRefused | null },
): Html {
  const was = writeTerms(agency);
  const hidden = html`${formToken(staff)}<input type="hidden" name="newsletter" value="${newsletter.slug}" /><input
      type="hidden"
      name="agency"
      value="${agency.name}"
    />`;
  const action = href(site, '/desk/agencies');
  return html`<li>
    <h3>${agency.name}</h3>
    <p class="fine">${summarize(agency)}</p>
    ${
      may(staff, CHANGE)
        ? html`<details ${refused ? html` open` : ''}>
            <summary>Change ${agency.name}</summary>
            <form method="post" action="${action}" class="settings" autocomplete="off">
              ${hidden}
              ${termFields('agency', {
                shown: refused?.typed ?? was,
                was,
                problems: refused?.problems ?? {},
                prefix: `${newsletter.slug}-${index}-`,
              })}
              <button name="action" value="set">Save</button>
            </form>
            <form method="post" action="${action}" class="row">
              ${hidden}<button class="quiet" name="action" value="remove">Remove the record of ${agency.name}</button>
            </form>
          </details>`
        : ''
    }
  </li>`;
}

function addForm(site: Site, staff: Staff, { lists, refused: any }: Agencies): Html {
  if (!may(staff, CHANGE)) return roleNote(staff, CHANGE, 'Changing what agencies allow');
  const refused = any !== null && any.agency === null ? any : null;
  const problems = refused?.problems ?? {};
  return html`<details class="card add" ${refused ? html` open` : ''}>
    <summary>Add an agency</summary>
    <form method="post" action="${href(site, '/desk/agencies')}" class="settings" autocomplete="off">
      ${formToken(staff)}
      ${textField(
        {
          name: 'agency',
          label: 'Name',
          hint: 'As it stands in credits and bylines, such as Associated Press. The usual short forms (AP, AFP, dpa) are recognised as well.',
          value: refused?.typed.name ?? '',
          problem: problems.agency,
        },
        html`required maxlength="100"`,
      )}
      ${
        lists.length > 1
          ? choiceField(
              {
                name: 'newsletter',
                label: 'Newsletter',
                hint: 'The newsletter for which this holds.',
                value: refused?.newsletter ?? '',
                problem: problems.newsletter,
              },
              lists.map(({ newsletter }) => [newsletter.slug, newsletter.name] as const),
            )
          : ''
      }
      ${termFields('agency', { shown: refused?.typed ?? writeTerms(NO_TERMS), was: null, problems })}
      <button name="action" value="set">Add the agency</button>
    </form>
  </details>`;
}

/** What agencies allow, for each newsletter, with a form that adds one. */
export function agenciesPage(site: Site, staff: Staff, page: Agencies): Html {
  const { lists, refused, done } = page;
  return deskPage(site, {
    title: 'Agencies and picture rights',
    section: 'agencies',
    staff,
    body: html`<h1>Agencies and picture rights</h1>
      ${done ? html`<p class="notice" role="status">${NOTICES[done]}</p>` : ''}
      <p>
        Outlets carry reports and pictures of agencies. These rights apply if a byline, a copyright line or a picture’s
        credit names the agency, for every outlet. What an outlet itself allows is recorded on
        <a href="${href(site, '/desk/outlets')}">its own page</a>. Notes to editors in a story, such as “JAPAN OUT” or
        “MANDATORY CREDIT”, are always obeyed.
      </p>
      ${addForm(site, staff, page)}
      ${lists.map(
        ({ newsletter, agencies }) =>
          html`<section class="card">
            <h2>${newsletter.name}</h2>
            <p class="fine">
              Readers: ${newsletter.territories.length === 0 ? 'in any country' : newsletter.territories.join(', ')}.
              <a href="${href(site, `/desk/newsletters/${newsletter.slug}/settings`)}">Settings</a>
            </p>
            ${
              agencies.length === 0
                ? html`<p>No agency is recorded: what the outlets allow holds.</p>`
                : html`<ul class="listed">
                    ${agencies.map((agency, index) =>
                      agencyItem(site, staff, {
                        agency,
                        newsletter,
                        index,
                        refused:
                          refused?.newsletter === newsletter.slug && refused.agency === agency.name ? refused : null,
                      }),
                    )}
                  </ul>`
            }
          </section>`,
      )}`,
  });
}
