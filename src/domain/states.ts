/**
 * The states of an edition, a delivery, a letter of the outbox, a subscription and a picture; which changes of state are
 * legal; and named sets of states. Queries take the sets as parameters (`state = any(…)`): no other file spells out a
 * list of states, and test/architecture checks that.
 */

export const EDITION_KINDS = ['daily', 'special', 'weekly', 'correction'] as const;
export type EditionKind = (typeof EDITION_KINDS)[number];

export const EDITION_STATES = [
  'draft',
  'approved',
  'preparing',
  'submitting',
  'paused',
  'submitted',
  'cancelled',
  'failed',
] as const;
export type EditionState = (typeof EDITION_STATES)[number];

/** From each state, the states that may follow. */
export const EDITION_TRANSITIONS: Readonly<Record<EditionState, readonly EditionState[]>> = {
  draft: ['approved', 'preparing', 'cancelled'],
  approved: ['approved', 'preparing', 'cancelled'],
  preparing: ['submitting', 'paused', 'cancelled', 'failed'],
  submitting: ['submitted', 'paused', 'cancelled'],
  // Paused before its audience was frozen, an edition is prepared first.
  paused: ['submitting', 'preparing', 'cancelled'],
  // A rehearsal is sent for real; a resend and a late answer of a relay reopen a send.
  submitted: ['preparing', 'submitting'],
  cancelled: [],
  failed: ['approved', 'preparing', 'cancelled'],
};

type EditionStates = readonly EditionState[];

/** Not started: a change of the text needs no revision of its own. */
export const OPEN: EditionStates = ['draft', 'approved'];
/** A send may be started. A finished rehearsal may be sent for real, too. */
export const STARTABLE: EditionStates = ['draft', 'approved', 'failed'];
/** A send is running by itself. */
export const SENDING: EditionStates = ['preparing', 'submitting'];
/** The audience is being mailed, or was when the send was paused. */
export const MAILING: EditionStates = ['submitting', 'paused'];
/** Being sent when a backup was taken, paused or not: readers may have it since. */
export const INTERRUPTED: EditionStates = ['preparing', 'submitting', 'paused'];
/** Approved and not ended, paused or not. */
export const UNDER_WAY: EditionStates = ['approved', 'preparing', 'submitting', 'paused'];
/** Started: some readers may have the text as it is. */
export const STARTED: EditionStates = ['preparing', 'submitting', 'paused', 'submitted'];
/** Its stories count as carried by the newsletter. */
export const CARRYING: EditionStates = ['approved', 'preparing', 'submitting', 'paused', 'submitted'];
/** The web shows it. */
export const PUBLIC: EditionStates = ['submitting', 'paused', 'submitted'];
/** Readers may have it. */
export const MAILED: EditionStates = ['submitting', 'paused', 'submitted', 'cancelled'];
/** No mailer starts a new message. */
export const STOPPED: EditionStates = ['paused', 'cancelled', 'submitted', 'failed'];
/** The send is over. */
export const OVER: EditionStates = ['submitted', 'cancelled', 'failed'];
/** The edition has ended; a failed one can still be started. */
export const ENDED: EditionStates = ['submitted', 'cancelled'];
/** Never reached readers. */
export const DROPPED: EditionStates = ['cancelled', 'failed'];
/** Holds no stories that later editions must know of. */
export const UNSETTLING: EditionStates = ['draft', 'cancelled'];
/** The schedule may flag it: open, or a rehearsal that nobody sent for real. */
export const FLAGGABLE: EditionStates = ['draft', 'approved', 'submitted'];

/** The states from which an edition may change to `target`. */
export function editionStatesBefore(target: EditionState): EditionStates {
  return EDITION_STATES.filter((state) => EDITION_TRANSITIONS[state].includes(target));
}

export const DELIVERY_STATES = ['pending', 'submitting', 'submitted', 'failed', 'suppressed', 'unknown'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Deliveries by state; every state is present. */
export type DeliveryCounts = Record<DeliveryState, number>;

/** From each state, the states that may follow. */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  // Unknown at once: waiting in a backup, and perhaps sent since.
  pending: ['submitting', 'failed', 'suppressed', 'unknown'],
  submitting: ['submitted', 'pending', 'failed', 'suppressed', 'unknown'],
  submitted: [],
  // Staff may try again readers whose time was over.
  failed: ['pending'],
  suppressed: [],
  // The mailer that lost the connection may still learn the answer; else a person decides.
  unknown: ['submitted', 'failed', 'pending', 'suppressed'],
};

/** How the record of old deliveries writes each state (delivery_records). Stored: a letter keeps its meaning. */
export const DELIVERY_LETTERS: Readonly<Record<DeliveryState, string>> = {
  pending: 'p',
  submitting: 'g',
  submitted: 's',
  failed: 'f',
  suppressed: 'x',
  unknown: 'u',
};

type DeliveryStates = readonly DeliveryState[];

/** The reader has the message, or may have it. */
export const RECEIVED: DeliveryStates = ['submitted', 'unknown'];
/** Not ended. */
export const DELIVERY_WAITING: DeliveryStates = ['pending', 'submitting'];
/** A mailer may record the outcome. */
export const SETTLEABLE: DeliveryStates = ['submitting', 'unknown'];
/** Ended without a relay's 250. */
export const TROUBLED: DeliveryStates = ['failed', 'unknown'];

/** A letter (confirmation, welcome, test copy) is `ready` once its message is rendered. */
export const OUTBOX_STATES = [
  'pending',
  'ready',
  'submitting',
  'submitted',
  'failed',
  'suppressed',
  'unknown',
] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** Not sent yet. */
export const OUTBOX_WAITING: readonly OutboxState[] = ['pending', 'ready', 'submitting'];
/** Not handed to a relay yet: it can still be withdrawn. */
export const OUTBOX_WITHDRAWABLE: readonly OutboxState[] = ['pending', 'ready'];

export const SUBSCRIPTION_STATES = ['pending', 'active', 'unsubscribed'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** From each state, the states that may follow. */
export const SUBSCRIPTION_TRANSITIONS: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  pending: ['active', 'unsubscribed'],
  active: ['unsubscribed'],
  // Signing up again asks for a new confirmation; an Undo restores what was.
  unsubscribed: ['pending', 'active'],
};

/** Subscribed, or asked to confirm. */
export const SUBSCRIBED: readonly SubscriptionState[] = ['active', 'pending'];
/** A confirmation may make it active. */
export const CONFIRMABLE: readonly SubscriptionState[] = ['pending', 'unsubscribed'];

/** A list that staff uploaded. `checked`: its report was shown, and nothing has changed yet. */
export const LIST_IMPORT_STATES = ['checking', 'checked', 'running', 'done', 'failed', 'cancelled'] as const;
export type ListImportState = (typeof LIST_IMPORT_STATES)[number];

/** From each state, the states that may follow. */
export const LIST_IMPORT_TRANSITIONS: Readonly<Record<ListImportState, readonly ListImportState[]>> = {
  checking: ['checked', 'failed'],
  // Another meaning of its columns asks for another check.
  checked: ['checking', 'running', 'cancelled'],
  running: ['done', 'failed'],
  done: [],
  failed: ['checking', 'cancelled'],
  cancelled: [],
};

/** The states from which a list may change to `target`. */
export function listImportStatesBefore(target: ListImportState): readonly ListImportState[] {
  return LIST_IMPORT_STATES.filter((state) => LIST_IMPORT_TRANSITIONS[state].includes(target));
}

/** A process works on it. */
export const LIST_IMPORT_WORKING: readonly ListImportState[] = ['checking', 'running'];
/** It waits for staff. */
export const LIST_IMPORT_WAITING: readonly ListImportState[] = ['checked', 'failed'];

/** `gone`: killed, or its right has ended. `unknown`: no edition shows it. */
export const PICTURE_STATES = ['shown', 'gone', 'unknown'] as const;
export type PictureState = (typeof PICTURE_STATES)[number];

/** True where `state` is one of `states`. */
export function isAnyOf(states: readonly string[], state: string): boolean {
  return states.includes(state);
}
