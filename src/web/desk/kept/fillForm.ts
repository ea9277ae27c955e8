import type { CheerioAPI } from 'cheerio';
import { controlsOf, type Nodes } from './findForm.ts';
import type { SentForm } from './readSent.ts';

// A browser sends line breaks as CR LF. The parser drops the first line break of a textarea.
const asText = (value: string): string => value.replaceAll('\r\n', '\n').replace(/^\n/, '\n\n');

function choose($: CheerioAPI, select: Nodes, values: readonly string[]): void {
  const options = select.find('option').toArray();
  const valueOf = (option: Nodes): string => option.attr('value') ?? option.text().trim();
  for (const element of options) $(element).removeAttr('selected');
  for (const value of select.is('[multiple]') ? values : values.slice(-1)) {
    const found = options.find((element) => valueOf($(element)) === value);
    if (found) $(found).attr('selected', '');
    else select.append($('<option selected></option>').attr('value', value).text(value));
  }
}

/** Puts what was typed into a form of the page, and opens whatever the form is folded into. Files and passwords stay empty. */
export function fillForm($: CheerioAPI, form: Nodes, { fields }: SentForm): void {
  const left = new Map(
    Map.groupBy(fields, ([name]) => name)
      .entries()
      .map(([name, sent]) => [name, sent.map(([, value]) => value)]),
  );
  for (const element of controlsOf($, form).toArray()) {
    const control = $(element);
    const name = control.attr('name');
    if (name === undefined || name === 'form_token' || control.is('button, [type="submit"], [type="file"]')) continue;
    const values = left.get(name);
    if (control.is('[type="checkbox"], [type="radio"]')) {
      const isTicked = values?.includes(control.attr('value') ?? 'on') ?? false;
      if (isTicked) control.attr('checked', '');
      else control.removeAttr('checked');
    } else if (values !== undefined && control.is('select')) choose($, control, values);
    else if (values !== undefined && values.length > 0 && !control.is('[type="password"]')) {
      const value = values.shift()!;
      if (control.is('textarea')) control.text(asText(value));
      else control.attr('value', value);
    }
  }
  form.parents('details, dialog').attr('open', '');
  form.closest('[hidden]').removeAttr('hidden');
}
