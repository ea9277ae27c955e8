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
  'POST /desk/logout': 'viewer',
  'GET /desk': 'viewer',
  'GET /desk/account': 'viewer',
  'POST /desk/account': 'viewer',
  'GET /desk/audit': 'viewer',
  'GET /desk/staff': 'owner',
  'POST /desk/staff': 'owner',
  'GET /desk/outlets': 'viewer',
  'GET /desk/subscribers': 'viewer',
  // Looks an address up. Its other actions need SUBSCRIBER_ACTS.
  'POST /desk/subscribers': 'viewer',
  'POST /desk/newsletters/:slug/compose': 'editor',
  'GET /desk/newsletters/:slug/settings': 'viewer',
  'POST /desk/newsletters/:slug/settings': 'owner',
  'GET /desk/newsletters/:slug/sign-up': 'viewer',
  'POST /desk/newsletters/:slug/sign-up': 'editor',
  'GET /desk/newsletters/:slug/stories': 'viewer',
  'POST /desk/newsletters/:slug/special': 'editor',
  'GET /desk/editions/:id': 'viewer',
  'GET /desk/editions/:id/digest': 'viewer',
  'GET /desk/editions/:id/progress': 'viewer',
  'GET /desk/editions/:id/unsettled': 'viewer',
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
