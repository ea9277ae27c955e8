import { DIGEST_FORMATS, FREQUENCIES } from '../../../domain/choices.ts';
import { listZones } from '../../../domain/zones.ts';
import { fillWords, formatLongDate } from '../../../language/words.ts';
import { html, raw, type Html } from '../../markup/html.ts';
import { form, option, type Part, type ReaderSubscription } from './part.ts';

function radios<T extends string>(
  name: string,
  legend: string,
  values: readonly T[],
  chosen: T,
  labels: Readonly<Record<T, string>>,
): Html {
  return html`<fieldset>
    <legend>${legend}</legend>
    ${values.map(
      (value) =>
        html`<label class="choice"
          ><input type="radio" name="${name}" value="${value}" ${value === chosen ? html` checked` : ''} />
          <span>${labels[value]}</span></label
        >`,
    )}
  </fieldset>`;
}

const ZONES: readonly string[] = listZones();

/** All time zones, with the chosen one selected. Their options have no value and no end tag, because there are 400. */
function zones(chosen: string): Html {
  const all = chosen === '' || ZONES.includes(chosen) ? ZONES : [chosen, ...ZONES];
  // Names of zones contain no markup characters. The chosen one was validated when it was stored.
  return raw(all.map((zone) => `<option${zone === chosen ? ' selected' : ''}>${zone}`).join(''));
}

/** The form for frequency, format and delivery time. */
export function delivery(part: Part, subscription: ReaderSubscription): Html {
  const { newsletter } = part;
  const words = part.words.delivery;
  const zone = subscription.zone ?? '';
  const frequencies = FREQUENCIES.filter(
    (each) => each !== 'weekly' || newsletter.weekly_weekday !== null || subscription.frequency === 'weekly',
  );
  return form(
    part,
    newsletter.id,
    html`<div class="fields">
        ${radios('frequency', words.frequency, frequencies, subscription.frequency, words)}
        ${radios('format', words.format, DIGEST_FORMATS, subscription.format, words)}
      </div>
      <fieldset>
        <legend>${words.when}</legend>
        <div class="fields">
          <p class="field">
            <label for="at">${words.time}</label>
            <input id="at" name="at" type="time" value="${subscription.sendAt ?? ''}" aria-describedby="at-hint" />
            <span class="hint" id="at-hint"
              >${fillWords(words.timeHint, { time: newsletter.send_at.slice(0, 5) })}</span
            >
          </p>
          <p class="field">
            <label for="zone">${words.zone}</label>
            <select id="zone" name="zone" data-offer="${words.useZone}">
              ${option('', fillWords(words.zoneDefault, { zone: newsletter.zone }), zone)}${zones(zone)}
            </select>
          </p>
        </div>
      </fieldset>
      <button name="action" value="delivery">${words.save}</button>`,
  );
}

/** The form that starts or ends a pause. */
export function pauseSection(part: Part, { pausedUntil }: ReaderSubscription): Html {
  const words = part.words.pause;
  const { first, last } = part.pause;
  const isPaused = pausedUntil !== null && pausedUntil >= first;
  const date = isPaused ? formatLongDate(pausedUntil, part.language) : '';
  return html`<section aria-labelledby="pause-heading">
    <h2 id="pause-heading">${words.heading}</h2>
    <p>${isPaused ? fillWords(words.paused, { date }) : words.text}</p>
    ${
      isPaused
        ? form(part, part.newsletter.id, html`<button name="action" value="resume">${words.resume}</button>`)
        : form(
            part,
            part.newsletter.id,
            html`<p class="field">
                <label for="until">${words.until}</label>
                <input id="until" name="until" type="date" required min="${first}" max="${last}" />
              </p>
              <button class="quiet" name="action" value="pause">${words.button}</button>`,
          )
    }
  </section>`;
}
