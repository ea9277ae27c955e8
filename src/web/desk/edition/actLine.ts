import type { Act } from '../../../editions/acts.ts';
import { formatClock } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';

/** A change of an edition as one line: who, when, what. */
export function actLine({ actor, at, said }: Act, zone: string): Html {
  return html`<b>${actor}</b>, ${formatClock(at, zone)}: ${said}`;
}
