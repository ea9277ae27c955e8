// Shows the buttons that copy a text, and does it. Without script the text can be selected.
(() => {
  'use strict';
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Not copied: select the text';
      }
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
})();
