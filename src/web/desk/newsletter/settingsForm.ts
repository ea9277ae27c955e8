import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import {
  describeAccepted,
  SETTINGS,
  type SettingKey,
  type SettingProblems,
} from '../../../editions/newsletters/settings.ts';
import { writeSetting } from '../../../editions/newsletters/shown.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { formToken } from '../deskPage.ts';
import { weekdaysField } from '../fields.ts';
import { wasField } from '../wasFields.ts';
import { nameChoice } from './choiceNames.ts';
import { zoneList } from './zoneList.ts';

export type TypedSettings = Partial<Record<SettingKey, string>>;

/**
 * A form that was refused: what is wrong with each setting, and the values that the person changed. The others are shown as
 * they are stored now. `tried`: the newsletter as it would be, where only a preview was asked for.
 */
export type RefusedSettings = {
  problems: SettingProblems;
  typed: Readonly<TypedSettings>;
  tried?: Newsletter | null;
};

/** The id of a group's heading. */
export const groupId = (title: string): string => `group-${title.toLowerCase().replaceAll(' ', '-')}`;

/** Text as a sentence, with a capital letter and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

function choices(key: SettingKey): readonly string[] | null {
  const { takes } = SETTINGS[key];
  if (takes.is === 'switch') return ['on', 'off'];
  if (takes.is === 'weekday') return ['1', '2', '3', '4', '5', '6', '7', takes.none];
  if (takes.is !== 'choice') return null;
  return takes.none === undefined ? takes.of : [...takes.of, takes.none];
}

function control(key: SettingKey, value: string, attributes: Html): Html {
  const { takes } = SETTINGS[key];
  const options = choices(key);
  if (options)
    return html`<select id="${key}" name="${key}" ${attributes}>
      ${options.map(
        (each) =>
          html`<option value="${each}" ${each === value ? html` selected` : ''}>${nameChoice(key, each)}</option>`,
      )}
    </select>`;
  if (takes.is === 'sections' || (takes.is === 'text' && takes.lines === 'many'))
    return html`<textarea id="${key}" name="${key}" rows="3" ${attributes}>${value}</textarea>`;
  const kind =
    takes.is === 'time'
      ? html`type="time"`
      : takes.is === 'zone'
        ? html`list="zones"`
        : takes.is === 'date'
          ? html`type="date"`
          : takes.is === 'whole' && takes.none === undefined
            ? html`inputmode="numeric"`
            : takes.is === 'percent'
              ? html`inputmode="decimal"`
              : '';
  return html`<input id="${key}" name="${key}" value="${value}" ${kind} ${attributes} />`;
}

/** What a setting does and accepts. What a field's control already shows (its choices, a calendar) is not said again. */
export function settingHint(key: SettingKey): Html | string {
  const { help, takes, initial } = SETTINGS[key];
  if (takes.is === 'picture')
    return html`The id of an uploaded picture; leave it empty for no picture.
      <a href="#slot-picture">The upload</a> writes it here.`;
  if (takes.is === 'date') return sentence(help);
  if (takes.is === 'weekday') return sentence(`${help}; default: ${nameChoice(key, initial ?? '')}`);
  if (takes.is === 'switch' || takes.is === 'choice' || takes.is === 'time')
    return sentence(`${help}${initial ? `; default: ${initial}` : ''}`);
  return `${sentence(help)} ${sentence(describeAccepted(key))}`;
}

function field(key: SettingKey, newsletter: Newsletter, refused: RefusedSettings | null): Html {
  const stored = writeSetting(newsletter, key);
  const problem = refused?.problems[key];
  if (SETTINGS[key].takes.is === 'weekdays')
    return weekdaysField({
      name: key,
      label: SETTINGS[key].label,
      hint: sentence(SETTINGS[key].help),
      value: refused?.typed[key] ?? stored,
      was: stored,
      problem: problem === undefined ? undefined : sentence(problem),
    });
  const describedBy = problem === undefined ? `${key}-hint` : `${key}-error ${key}-hint`;
  const attributes = html`aria-describedby="${describedBy}" ${problem === undefined ? '' : html` aria-invalid="true"`}`;
  return html`<div class="field">
    <label for="${key}">${SETTINGS[key].label}</label>
    ${problem === undefined ? '' : html`<p class="error" id="${key}-error">${sentence(problem)}</p>`}
    ${control(key, refused?.typed[key] ?? stored, attributes)}
    <input type="hidden" name="${wasField(key)}" value="${stored}" />
    <small id="${key}-hint">${settingHint(key)}</small>
  </div>`;
}

export type SettingsForm = {
  site: Site;
  staff: Staff;
  newsletter: Newsletter;
  /** Where the form posts, below the newsletter's path. */
  at: 'settings' | 'sign-up';
  groups: readonly { title: string; keys: readonly SettingKey[] }[];
  refused: RefusedSettings | null;
  /** The page shows what the settings would change, without saving them. */
  hasPreview?: boolean;
};

function refusal(problems: SettingProblems): Html {
  const keys = (Object.keys(SETTINGS) as SettingKey[]).filter((key) => problems[key] !== undefined);
  if (keys.length === 0) return html`<p class="notice" role="status" data-unsaved>A preview: nothing is saved yet.</p>`;
  return html`<p class="error" role="alert">
    Nothing was saved. Correct
    ${keys.map((key, at) => html`${at === 0 ? '' : ', '}<a href="#${key}">${SETTINGS[key].label}</a>`)} and save again.
  </p>`;
}

/**
 * A form of settings, made from the table: a field each, with what it does, and what is wrong beside it. Its fields are
 * disabled for a person whose role is too low.
 */
export function settingsForm({ site, staff, newsletter, at, groups, refused, hasPreview }: SettingsForm): Html {
  const route = `POST /desk/newsletters/:slug/${at}` as const;
  const isAllowed = may(staff, route);
  return html`<form method="post" action="${href(site, `/desk/newsletters/${newsletter.slug}/${at}`)}" class="settings">
    ${roleNote(staff, route, 'Changing these settings')} ${formToken(staff)} ${refused ? refusal(refused.problems) : ''}
    ${groups.map(
      ({ title, keys }) =>
        html`<fieldset ${isAllowed ? '' : html`disabled`}>
          <legend id="${groupId(title)}">${title}</legend>
          ${keys.map((key) => field(key, newsletter, refused))}
        </fieldset>`,
    )}
    ${groups.some(({ keys }) => keys.includes('zone')) ? zoneList() : ''}
    ${isAllowed ? html`<p class="row save"><button>Save</button>${hasPreview ? html`<button class="quiet" name="preview" value="on">Preview</button>` : ''}</p>` : ''}
  </form>`;
}

/** Which settings were saved, as a notice. Empty if none was. */
export function savedNotice(saved: readonly SettingKey[] | null): Html {
  if (saved === null) return html``;
  const what = saved.map((key) => SETTINGS[key].label).join(', ');
  return html`<p class="notice" role="status">${what === '' ? 'Nothing was changed.' : `Saved: ${what}.`}</p>`;
}
