import type { DeliveryState, EditionState } from '../../domain/states.ts';
import { html, type Html } from '../markup/html.ts';

/** What the desk calls the states of an edition; the ledger, the CLI and JSON keep their own words. */
export const EDITION_STATE_NAMES: Readonly<Record<EditionState, string>> = {
  draft: 'draft',
  approved: 'approved',
  preparing: 'preparing',
  submitting: 'sending',
  paused: 'paused',
  submitted: 'sent',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** What the desk calls the states of a delivery, as a heading. */
export const DELIVERY_STATE_NAMES: Readonly<Record<DeliveryState, string>> = {
  pending: 'Pending',
  submitting: 'Being sent',
  submitted: 'Sent',
  failed: 'Failed',
  suppressed: 'Opted out',
  unknown: 'Not confirmed by the relay',
};

const MEANINGS = {
  Canary: 'A few readers, chosen at random, who get the edition before the others.',
  'Not confirmed by the relay':
    'The connection was lost after the message and before the relay’s answer. The reader may have it.',
  'Opted out': 'Unsubscribed or suppressed before their copy was sent.',
  Rehearsal: 'A send to the built-in inbox. It reaches no reader.',
  Sent: 'The relay accepted the message. That does not prove that it reached the inbox.',
  Standbys: 'Stories kept with the edition to replace a story that is dropped.',
  Suppressed: 'On the list of addresses that are never mailed.',
  Waves: 'Groups of readers of one edition who get it at the same hour.',
} as const;

/**
 * A term that shows its meaning when it is pressed, by pointer, key or tap. The browser closes it again, also by Escape
 * (WCAG 1.4.13), without script. A page has each term once: the meaning is found by its id.
 */
export function term(name: keyof typeof MEANINGS): Html {
  const id = `about-${name.toLowerCase().replaceAll(' ', '-')}`;
  return html`<button type="button" class="term" popovertarget="${id}">${name}</button
    ><span popover id="${id}" class="meaning">${MEANINGS[name]}</span>`;
}

/** The heading of a delivery's state, with a tooltip where its name needs one. */
export function deliveryStateHeading(state: DeliveryState): Html | string {
  const name = DELIVERY_STATE_NAMES[state];
  return Object.hasOwn(MEANINGS, name) ? term(name as keyof typeof MEANINGS) : name;
}
