import { ReveilleError } from '../errors.ts';

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

/**
 * Where an edition may go from each state. `submitted → preparing` is for a rehearsal only: what went to
 * the built-in inbox can still be sent for real.
 */
const EDITION_MOVES: Readonly<Record<EditionState, readonly EditionState[]>> = {
  draft: ['approved', 'cancelled'],
  approved: ['draft', 'preparing', 'cancelled'],
  preparing: ['submitting', 'paused', 'failed', 'cancelled'],
  submitting: ['paused', 'submitted', 'failed', 'cancelled'],
  paused: ['submitting', 'preparing', 'cancelled'],
  submitted: ['preparing'],
  cancelled: [],
  failed: ['approved', 'cancelled'],
};

/** The states from which an edition may move to `to`. */
export function editionStatesBefore(to: EditionState): EditionState[] {
  return EDITION_STATES.filter((from) => EDITION_MOVES[from].includes(to));
}

/** Throws EDITION_STATE where the move is not legal. */
export function assertEditionMove(from: EditionState, to: EditionState): void {
  if (!EDITION_MOVES[from].includes(to))
    throw new ReveilleError('EDITION_STATE', `An edition that is ${from} cannot become ${to}.`);
}

export const DELIVERY_STATES = ['pending', 'submitting', 'submitted', 'failed', 'suppressed', 'unknown'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Deliveries by state; every state is present. */
export type DeliveryCounts = Record<DeliveryState, number>;
