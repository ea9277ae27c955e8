import { html, type Html } from '../markup/html.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { may, type DeskRoute } from './access.ts';

/** The page's part of the desk, for the navigation. */
export type DeskSection =
  | 'desk'
  | 'newsletters'
  | 'outlets'
  | 'agencies'
  | 'subscribers'
  | 'add'
  | 'import'
  | 'suppressions'
  | 'sending'
  | 'doctor'
  | 'retention'
  | 'audit'
  | 'staff'
  | 'inbox'
  | 'login'
  | 'account';

type Entry = { label: string; path: string; section: DeskSection; route: DeskRoute };
/** `hasTabs`: its pages link to each other themselves, so the line below the bar would say the same twice. */
type Group = { label: string; entries: readonly Entry[]; hasTabs?: true | undefined };

const entry = <Path extends string>(
  label: string,
  path: Path,
  section: DeskSection,
  route: `GET ${Path}` & DeskRoute,
): Entry => ({ label, path, section, route });

/** The pages of the list of subscribers. */
export const SUBSCRIBER_PAGES = [
  entry('Search', '/desk/subscribers', 'subscribers', 'GET /desk/subscribers'),
  entry('Add', '/desk/subscribers/add', 'add', 'GET /desk/subscribers/add'),
  entry('Import', '/desk/subscribers/import', 'import', 'GET /desk/subscribers/import'),
  entry('Suppressions', '/desk/suppressions', 'suppressions', 'GET /desk/suppressions'),
];

/** The pages of the desk by what they are for; the first page of a group is where its name leads. */
const GROUPS: readonly Group[] = [
  { label: 'Today', entries: [entry('Today', '/desk', 'desk', 'GET /desk')] },
  {
    label: 'Newsletters',
    entries: [entry('Newsletters', '/desk/newsletters', 'newsletters', 'GET /desk/newsletters')],
  },
  {
    label: 'Outlets',
    entries: [
      entry('Outlets', '/desk/outlets', 'outlets', 'GET /desk/outlets'),
      entry('Agencies and rights', '/desk/agencies', 'agencies', 'GET /desk/agencies'),
    ],
  },
  {
    label: 'Subscribers',
    entries: SUBSCRIBER_PAGES,
    hasTabs: true,
  },
  {
    label: 'Setup',
    entries: [
      entry('Relays and DNS', '/desk/sending', 'sending', 'GET /desk/sending'),
      entry('Doctor', '/desk/doctor', 'doctor', 'GET /desk/doctor'),
      entry('Retention', '/desk/retention', 'retention', 'GET /desk/retention'),
      entry('Audit', '/desk/audit', 'audit', 'GET /desk/audit'),
      entry('Staff', '/desk/staff', 'staff', 'GET /desk/staff'),
    ],
  },
];

function link(site: Site, { label, path }: Pick<Entry, 'label' | 'path'>, isHere: boolean): Html {
  return html`<a href="${href(site, path)}" ${isHere ? html` aria-current="page"` : ''}>${label}</a>`;
}

/** The groups with the pages that a person may open. */
function groupsFor(staff: Staff | null): Group[] {
  if (staff === null) return [];
  return GROUPS.map(({ label, entries, hasTabs }) => ({
    label,
    hasTabs,
    entries: entries.filter(({ route }) => may(staff, route)),
  })).filter(({ entries }) => entries.length > 0);
}

/** The page's name, with that of its group where that says more. */
const titleOf = (group: Group, { label }: Entry): string => (group.hasTabs ? `${group.label}: ${label}` : label);

type Menu = { site: Site; staff: Staff | null; section: DeskSection };

/** The pages that need no sign-in. People who are not signed in get the way to it. */
function outside({ site, staff, section }: Menu): Html {
  const desk = staff ? '' : link(site, { label: 'Desk', path: '/desk' }, false);
  const isInbox = section === 'inbox';
  const inbox = (site.hasInbox && staff) || isInbox ? link(site, { label: 'Inbox', path: '/inbox' }, isInbox) : '';
  return html`${desk}${inbox}${link(site, { label: 'Public pages', path: '/' }, false)}`;
}

/**
 * The navigation of the desk: groups in a bar, and below it the pages of the group that is open. On a phone it is one list
 * that folds. Only one of the two is displayed; neither needs script.
 */
export function deskMenu(menu: Menu): Html {
  const { site, staff, section } = menu;
  const groups = groupsFor(staff);
  const open = groups.find(({ entries }) => entries.some((each) => each.section === section));
  const here = open?.entries.find((each) => each.section === section);
  return html`<nav class="wide-menu" aria-label="Sections">
      ${groups.map(
        (group) =>
          html`<a
            href="${href(site, group.entries[0]!.path)}"
            ${group !== open ? '' : group.entries[0] === here ? html` aria-current="page"` : html` aria-current="true"`}
            >${group.label}</a
          >`,
      )}
      ${outside(menu)}
    </nav>
    <details class="phone-menu">
      <summary>Menu${here ? html` <small>${titleOf(open!, here)}</small>` : ''}</summary>
      <nav aria-label="Menu">
        ${groups.map(
          ({ label, entries }) =>
            html`<div>
              ${entries.length > 1 ? html`<b>${label}</b>` : ''}
              ${entries.map((each) => link(site, each, each === here))}
            </div>`,
        )}
        <div>${outside(menu)}</div>
      </nav>
    </details>`;
}

/** The pages of the open group, below the bar. Empty where it has only one, or where the pages have tabs. */
export function deskSubmenu({ site, staff, section }: Menu): Html {
  const open = groupsFor(staff).find(({ entries }) => entries.some((each) => each.section === section));
  if (!open || open.hasTabs || open.entries.length < 2) return html``;
  return html`<nav class="submenu" aria-label="${open.label}">
    ${open.entries.map((each) => link(site, each, each.section === section))}
  </nav>`;
}
