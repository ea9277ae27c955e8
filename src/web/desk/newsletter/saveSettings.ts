import { z } from 'zod';
import { changeNewsletter, tryNewsletter, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SETTING_KEYS, type SettingKey, type SettingProblems } from '../../../editions/newsletters/settings.ts';
import { writeSetting } from '../../../editions/newsletters/shown.ts';
import { joinedText, optionalText, readForm } from '../../forms.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { readTyped, wasField } from '../wasFields.ts';
import type { RefusedSettings, TypedSettings } from './settingsForm.ts';

const plainLines = (text: string): string => text.replaceAll('\r\n', '\n');

const FIELDS = SETTING_KEYS.flatMap((key) => [key, wasField(key)]);

/** Of each setting, what was typed, and what the form showed. A page has the fields of some settings. */
const SettingsForm = z.object(
  Object.fromEntries([...FIELDS, 'preview'].map((name) => [name, name === 'weekdays' ? joinedText : optionalText])),
);

/** The settings that a person changed in the form, and a problem for each that somebody else changed meanwhile. */
function readChanges(newsletter: Newsletter, keys: readonly SettingKey[], fields: z.infer<typeof SettingsForm>) {
  const { changes: typed, seen } = readTyped(fields, keys, {
    flat: plainLines,
    otherwise: (key) => writeSetting(newsletter, key),
  });
  const changes: TypedSettings = {};
  const overtaken: Partial<Record<SettingKey, string>> = {};
  for (const key of keys) {
    const stored = writeSetting(newsletter, key);
    const value = typed[key] === undefined ? stored : plainLines(typed[key]);
    if (value === stored) continue;
    changes[key] = value;
    if (plainLines(seen[key] ?? stored) !== stored)
      overtaken[key] = `somebody else changed this to “${stored}” meanwhile; save again to replace it`;
  }
  return { changes, overtaken };
}

const isEmpty = (problems: SettingProblems): boolean => Object.keys(problems).length === 0;

/**
 * Stores what a person changed in a form of settings, and leads back to its page. If a value is wrong, or somebody else
 * changed it meanwhile, nothing is stored, and `answer` shows the form with what was typed. A form with `preview` stores
 * nothing either: the page shows what it would change.
 */
export async function saveSettings(
  web: Web,
  c: WebContext,
  { at, keys }: { at: 'settings' | 'sign-up'; keys: readonly SettingKey[] },
  answer: (newsletter: Newsletter, refused: RefusedSettings) => Response | Promise<Response>,
): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const fields = await readForm(c, SettingsForm);
  const { changes, overtaken } = readChanges(newsletter, keys, fields);
  if (!isEmpty(overtaken)) return answer(newsletter, { problems: overtaken, typed: changes });
  if (fields['preview'] !== undefined) {
    const tried = await tryNewsletter(newsletter, changes);
    return answer(newsletter, { problems: tried.problems ?? {}, typed: changes, tried: tried.newsletter });
  }
  const { problems } = await changeNewsletter(web, newsletter.slug, changes, c.var.staff!.name);
  if (problems) return answer(newsletter, { problems, typed: changes });
  const saved = Object.keys(changes).join(',');
  return c.redirect(href(web.site, `/desk/newsletters/${newsletter.slug}/${at}?saved=${saved}`), 303);
}

/** The settings that the page's address says were just saved. Null where it says nothing. */
export function readSaved(c: WebContext): readonly SettingKey[] | null {
  const saved = c.req.query('saved')?.split(',');
  return saved === undefined ? null : SETTING_KEYS.filter((key) => saved.includes(key));
}
