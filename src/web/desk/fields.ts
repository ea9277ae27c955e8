import { html, type Html } from '../markup/html.ts';

type Field = {
  /** The field's name, and the beginning of its ids. */
  name: string;
  id?: string;
  label: string;
  hint: Html | string;
  value: string;
  /** What is stored, for a form that saves only what was changed. */
  was?: string;
  problem?: string | undefined;
};

const idOf = ({ id, name }: Field): string => id ?? name;

function marks(field: Field, { isGroup = false }: { isGroup?: boolean } = {}): Html {
  const id = idOf(field);
  const described = field.problem === undefined ? `${id}-hint` : `${id}-error ${id}-hint`;
  return html`aria-describedby="${described}"
  ${field.problem === undefined || isGroup ? '' : html` aria-invalid="true"`}`;
}

function around(field: Field, control: Html): Html {
  const id = idOf(field);
  return html`<div class="field">
    <label for="${id}">${field.label}</label>
    ${field.problem === undefined ? '' : html`<p class="error" id="${id}-error">${field.problem}</p>`} ${control}
    ${field.was === undefined ? '' : html`<input type="hidden" name="was_${field.name}" value="${field.was}" />`}
    <small id="${id}-hint">${field.hint}</small>
  </div>`;
}

/** A text field with its hint, and what is wrong with it. `attributes`: more of the input's. */
export function textField(field: Field, attributes: Html = html``): Html {
  return around(
    field,
    html`<input id="${idOf(field)}" name="${field.name}" value="${field.value}" ${attributes} ${marks(field)} />`,
  );
}

/** As textField, for several lines. */
export function areaField(field: Field): Html {
  return around(
    field,
    html`<textarea id="${idOf(field)}" name="${field.name}" rows="3" ${marks(field)}>${field.value}</textarea>`,
  );
}

/** A choice among values, each with its words. */
export function choiceField(field: Field, options: readonly (readonly [value: string, label: string])[]): Html {
  return around(
    field,
    html`<select id="${idOf(field)}" name="${field.name}" ${marks(field)}>
      ${options.map(
        ([value, label]) =>
          html`<option value="${value}" ${value === field.value ? html` selected` : ''}>${label}</option>`,
      )}
    </select>`,
  );
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A box for each weekday. Its value, "1,2,5", comes as repeated fields; the empty first one says that the form has them. */
export function weekdaysField(field: Field): Html {
  const id = idOf(field);
  const chosen = new Set(field.value.split(',').map((day) => day.trim()));
  return html`<div
    class="field"
    id="${id}"
    role="group"
    aria-labelledby="${id}-label"
    ${marks(field, { isGroup: true })}
  >
    <span class="label" id="${id}-label">${field.label}</span>
    ${field.problem === undefined ? '' : html`<p class="error" id="${id}-error">${field.problem}</p>`}
    <input type="hidden" name="${field.name}" value="" />
    <div class="days">
      ${DAYS.map((name, at) => {
        const day = String(at + 1);
        return html`<label
          ><input type="checkbox" name="${field.name}" value="${day}" ${chosen.has(day) ? html` checked` : ''} />
          ${name}</label
        >`;
      })}
    </div>
    ${field.was === undefined ? '' : html`<input type="hidden" name="was_${field.name}" value="${field.was}" />`}
    <small id="${id}-hint">${field.hint}</small>
  </div>`;
}

/** A box to tick; its value is `on`. */
export function tickField(field: Field): Html {
  const id = idOf(field);
  return html`<div class="field tick-field">
    ${field.problem === undefined ? '' : html`<p class="error" id="${id}-error">${field.problem}</p>`}
    <input
      type="checkbox"
      id="${id}"
      name="${field.name}"
      value="on"
      ${field.value === 'on' ? html` checked` : ''}
      ${marks(field)}
    /><label for="${id}">${field.label}</label>
    ${field.was === undefined ? '' : html`<input type="hidden" name="was_${field.name}" value="${field.was}" />`}
    <small id="${id}-hint">${field.hint}</small>
  </div>`;
}

/** At the top of a form that was refused: which fields to correct, as links to them. */
export function refusalNote(
  problems: Readonly<Record<string, string | undefined>>,
  labels: Readonly<Record<string, string>>,
): Html {
  const names = Object.keys(problems).filter((name) => problems[name] !== undefined);
  if (names.length === 0) return html``;
  return html`<p class="error" role="alert">
    Nothing was saved. Correct
    ${names.map((name, at) => html`${at === 0 ? '' : ', '}<a href="#${name}">${labels[name] ?? name}</a>`)} and save
    again.
  </p>`;
}
