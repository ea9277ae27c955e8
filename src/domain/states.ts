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

export const DELIVERY_STATES = ['pending', 'submitting', 'submitted', 'failed', 'suppressed', 'unknown'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Deliveries by state; every state is present. */
export type DeliveryCounts = Record<DeliveryState, number>;
