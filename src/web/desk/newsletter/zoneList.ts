import { listZones } from '../../../domain/zones.ts';
import { html, type Html } from '../../markup/html.ts';

/** The zones that a field with `list="zones"` offers. */
export function zoneList(): Html {
  return html`<datalist id="zones">${listZones().map((zone) => html`<option value="${zone}"></option>`)}</datalist>`;
}
