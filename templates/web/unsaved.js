// Asks before a page is left whose forms have typed text that was not sent. Every page works without it.
(() => {
  'use strict';

  /** Forms of long text. Searches, filters and single buttons lose nothing. */
  const FORMS = 'form[method="post"].settings, form[method="post"]:has(textarea:not([readonly]))';
  /** Forms whose text is on its way, until a person types again or the send fails. */
  const sent = new Set();

  const differs = (field) => {
    if (field.matches('select')) {
      const options = [...field.options];
      // Without a chosen option in its HTML, a list shows the first one that can be chosen.
      const shown = options.findLast((each) => each.defaultSelected) ?? options.find((each) => !each.disabled);
      return field.value !== (shown?.value ?? '');
    }
    if (field.matches('[type="checkbox"], [type="radio"]')) return field.checked !== field.defaultChecked;
    if (field.matches('[type="file"]')) return field.files.length > 0;
    return field.matches('input:not([type="hidden"]), textarea') && field.value !== field.defaultValue;
  };
  /** Also a form that came back with a fault, or as a preview, is not saved. */
  const isUnsaved = (form) =>
    !sent.has(form) && (form.querySelector('.error, [data-unsaved]') !== null || [...form.elements].some(differs));

  document.addEventListener('submit', ({ target }) => sent.add(target));
  for (const type of ['input', 'desk:unsaved'])
    document.addEventListener(type, ({ target }) => sent.delete(target.form ?? target));

  addEventListener('beforeunload', (event) => {
    if (![...document.querySelectorAll(FORMS)].some(isUnsaved)) return;
    event.preventDefault();
    // Runs only if the person stays: then the form that led away was not sent.
    setTimeout(() => sent.clear());
  });
})();
