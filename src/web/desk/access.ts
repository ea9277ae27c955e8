import { isAtLeast, type Role } from '../../domain/roles.ts';
import { html, type Html } from '../markup/html.ts';
import type { Staff } from '../web.ts';

/**
 * Every route of the desk with the least role that may use it; null: before the sign-in. Viewers read. Editors change what
 * readers will see, and may stop a send. Senders decide what goes out and to whom. Owners have the rest.
 */
export const DESK_ACCESS = {
  'GET /desk/login': null,
  'POST /desk/login': null,
  'POST /desk/login/options': null,
  'POST /desk/login/passkey': null,
  'GET /desk/forgotten': null,
  'POST /desk/forgotten': null,
  'GET /desk/reset/:token': null,
  'POST /desk/reset/:token': null,
  'GET /desk/invitation/:token': null,
  'POST /desk/invitation/:token': null,
  'POST /desk/logout': 'viewer',
  'GET /desk': 'viewer',
  'GET /desk/account': 'viewer',
  'POST /desk/account': 'viewer',
  'POST /desk/account/email': 'viewer',
  'POST /desk/account/passkeys': 'viewer',
  'POST /desk/account/passkeys/options': 'viewer',
  'POST /desk/account/passkeys/:id': 'viewer',
  'POST /desk/check/options': 'viewer',
  'GET /desk/audit': 'viewer',
  'GET /desk/staff': 'owner',
  'POST /desk/staff': 'owner',
  'GET /desk/outlets': 'viewer',
  'POST /desk/outlets': 'editor',
  'GET /desk/outlets/:id': 'viewer',
  'POST /desk/outlets/:id': 'editor',
  'GET /desk/agencies': 'viewer',
  'POST /desk/agencies': 'editor',
  'GET /desk/sending': 'viewer',
  'POST /desk/sending/check': 'editor',
  'POST /desk/sending/letter': 'editor',
  'POST /desk/sending/signing': 'owner',
  'GET /desk/doctor': 'viewer',
  'POST /desk/doctor': 'editor',
  'GET /desk/retention': 'viewer',
  'POST /desk/retention': 'owner',
  'GET /desk/subscribers': 'viewer',
  // Searches, and looks an address up. Its other actions need SUBSCRIBER_ACTS.
  'POST /desk/subscribers': 'viewer',
  'GET /desk/subscribers/add': 'sender',
  'POST /desk/subscribers/add': 'sender',
  'POST /desk/subscribers/export': 'sender',
  'GET /desk/subscribers/import': 'sender',
  'POST /desk/subscribers/import': 'sender',
  'GET /desk/subscribers/imports/:id': 'sender',
  'POST /desk/subscribers/imports/:id': 'sender',
  'GET /desk/subscribers/imports/:id/refused.csv': 'sender',
  'GET /desk/subscribers/:id': 'viewer',
  'POST /desk/subscribers/:id/data': 'sender',
  'GET /desk/suppressions': 'viewer',
  'POST /desk/suppressions': 'viewer',
  'POST /desk/suppressions/add': 'sender',
  'GET /desk/newsletters': 'viewer',
  'GET /desk/newsletters/new': 'owner',
  'POST /desk/newsletters/new': 'owner',
  'GET /desk/newsletters/:slug/schedule': 'viewer',
  // A day without an edition is a decision about what goes out.
  'POST /desk/newsletters/:slug/schedule': 'sender',
  'POST /desk/newsletters/:slug/compose': 'editor',
  'GET /desk/newsletters/:slug/settings': 'viewer',
  'POST /desk/newsletters/:slug/settings': 'owner',
  'POST /desk/newsletters/:slug/slot-picture': 'owner',
  'POST /desk/newsletters/:slug/slot-picture/kill': 'owner',
  'GET /desk/newsletters/:slug/sign-up': 'viewer',
  'POST /desk/newsletters/:slug/sign-up': 'editor',
  'GET /desk/newsletters/:slug/results': 'viewer',
  'GET /desk/newsletters/:slug/stories': 'viewer',
  'POST /desk/newsletters/:slug/special': 'editor',
  'GET /desk/editions/:id': 'viewer',
  'GET /desk/editions/:id/digest': 'viewer',
  // Finds a subscriber, as POST /desk/subscribers does, and changes nothing.
  'POST /desk/editions/:id/reader': 'viewer',
  'GET /desk/editions/:id/progress': 'viewer',
  'GET /desk/editions/:id/results': 'viewer',
  'GET /desk/editions/:id/unsettled': 'viewer',
  'GET /desk/editions/:id/correct': 'viewer',
  'POST /desk/editions/:id/words': 'editor',
  'POST /desk/editions/:id/test': 'editor',
  'POST /desk/editions/:id/picks': 'editor',
  'GET /desk/editions/:id/add': 'viewer',
  'POST /desk/editions/:id/add': 'editor',
  'GET /desk/editions/:id/events': 'viewer',
  'POST /desk/editions/:id/join': 'editor',
  'POST /desk/editions/:id/split': 'editor',
  'GET /desk/editions/:id/picture': 'viewer',
  'POST /desk/editions/:id/picture': 'editor',
  'POST /desk/editions/:id/picture-previews': 'editor',
  'POST /desk/editions/:id/upload': 'editor',
  'POST /desk/editions/:id/keep': 'editor',
  'POST /desk/editions/:id/let-go': 'editor',
  'POST /desk/editions/:id/apply': 'editor',
  'POST /desk/editions/:id/order': 'editor',
  'POST /desk/editions/:id/undo': 'editor',
  'POST /desk/editions/:id/stories/:position/fix': 'editor',
  'POST /desk/editions/:id/stories/:position/kill-picture': 'editor',
  'POST /desk/editions/:id/stories/:position/drop': 'editor',
  'POST /desk/editions/:id/standbys/:position/promote': 'editor',
  // A pause harms no reader and can be undone: the person who sees a mistake must not wait for a sender.
  'POST /desk/editions/:id/pause': 'editor',
  'POST /desk/editions/:id/approve': 'sender',
  'POST /desk/editions/:id/audience': 'sender',
  'POST /desk/editions/:id/send': 'sender',
  'POST /desk/editions/:id/resume': 'sender',
  'POST /desk/editions/:id/cancel': 'sender',
  'POST /desk/editions/:id/rate': 'sender',
  'POST /desk/editions/:id/correct': 'sender',
  'POST /desk/editions/:id/resend': 'sender',
} as const satisfies Readonly<Record<`${'GET' | 'POST'} /desk${string}`, Role | null>>;

export type DeskRoute = keyof typeof DESK_ACCESS;

/** How a file comes in: a list is streamed to disk, by its route's handler; a picture is one form of up to 20 MB. */
export type UploadKind = 'list' | 'picture';

/** The routes whose bodies are files: larger than other forms, and longer on their way. */
export const UPLOAD_ROUTES: Readonly<Partial<Record<DeskRoute, UploadKind>>> = {
  'POST /desk/subscribers/import': 'list',
  'POST /desk/newsletters/:slug/slot-picture': 'picture',
  'POST /desk/editions/:id/upload': 'picture',
};

/**
 * The routes that also need the person's password or passkey, at most ten minutes ago: mail to many readers, what
 * gives access, and what deletes rows for good. An unattended browser, or a copied cookie, is then not enough.
 */
export const CHECKED: ReadonlySet<DeskRoute> = new Set<DeskRoute>([
  'POST /desk/staff',
  'POST /desk/account/email',
  'POST /desk/account/passkeys',
  'POST /desk/account/passkeys/:id',
  'POST /desk/retention',
  'POST /desk/subscribers/export',
  'POST /desk/subscribers/:id/data',
  'POST /desk/editions/:id/audience',
  'POST /desk/editions/:id/send',
  'POST /desk/editions/:id/correct',
  'POST /desk/editions/:id/resend',
]);

/** The least role that unsubscribes, suppresses or erases a reader, or removes a suppression. */
export const SUBSCRIBER_ACTS: Role = 'sender';

/** True if a signed-in person may use the route. */
export function may({ role }: Pick<Staff, 'role'>, route: DeskRoute): boolean {
  return isAtLeast(role, DESK_ACCESS[route] ?? 'viewer');
}

/** A sentence for a person who may not use the route: which role it needs. Empty for the others. */
export function roleNote(staff: Staff, route: DeskRoute, deed: string): Html {
  return may(staff, route) ? html`` : html`<p class="fine">${deed} needs the role ${DESK_ACCESS[route]}.</p>`;
}
