import type { Cheerio, CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import type { SentForm } from './readSent.ts';

export type Nodes = Cheerio<Element>;

/** The fields and buttons of a form, also those outside it that name it. */
export function controlsOf($: CheerioAPI, form: Nodes): Nodes {
  const id = form.attr('id');
  const inside = form.find('input, select, textarea, button').not('[form]');
  return id === undefined ? inside : inside.add($(`[form="${id}"]`)).add(form.find(`[form="${id}"]`));
}

const isHidden = (control: Nodes): boolean => control.is('input[type="hidden"]');

/** What a form showed when it was opened, which says whether somebody changed it meanwhile. */
const isShownBefore = (name: string): boolean => name.startsWith('was_');

/**
 * True if a form of the page is the one that was sent: it has every field, its button too, and what it is about (its hidden
 * fields) is the same.
 */
function isSame($: CheerioAPI, form: Nodes, { fields }: SentForm): boolean {
  const controls = controlsOf($, form)
    .toArray()
    .map((element) => $(element));
  return Map.groupBy(fields, ([name]) => name)
    .entries()
    .every(([name, sent]) => {
      const named = controls.filter((control) => control.attr('name') === name);
      if (named.length === 0) return false;
      if (isShownBefore(name)) return named.every(isHidden);
      const fixed = named.filter((control) => isHidden(control) || control.is('button'));
      if (fixed.length < named.length) return true;
      return sent.every(([, value]) => fixed.some((control) => (control.attr('value') ?? '') === value));
    });
}

/** The form of the page that was sent, or null if the page no longer has it. `action`: where it posts to. */
export function findForm($: CheerioAPI, sent: SentForm, action: string): Nodes | null {
  for (const element of $('form').toArray()) {
    const form = $(element);
    const posts =
      form.attr('action') === action || form.find('button[formaction]').is(`[formaction="${quoted(action)}"]`);
    if (posts && form.attr('method')?.toLowerCase() === 'post' && isSame($, form, sent)) return form;
  }
  return null;
}

function quoted(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&');
}
