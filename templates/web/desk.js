// Updates the figures of an edition's page while its send runs. Every page works without it.
(() => {
  'use strict';

  /** @param {string} selector */
  const all = (selector) => document.querySelectorAll(selector);

  const ticked = document.querySelector('[data-ticked]');
  if (ticked) {
    const count = () => {
      const boxes = all('input[name="address"]:checked').length;
      ticked.textContent = boxes > 0 ? `(${boxes})` : '';
    };
    document.addEventListener('change', count);
    count();
  }

  const page = document.querySelector('[data-stream]');
  const stream = page?.getAttribute('data-stream');
  if (!page || !stream) return;

  // A page that a person has typed into is never reloaded automatically.
  let isTouched = false;
  document.addEventListener('input', () => (isTouched = true));
  const isInUse = () =>
    isTouched ||
    document.activeElement?.matches('input, textarea, select') ||
    Boolean(document.querySelector('.fix[open]'));

  const mark = document.querySelector('[data-live-mark]');
  const say = (text, isLive) => {
    if (!mark) return;
    mark.hidden = false;
    mark.textContent = text;
    mark.classList.toggle('is-live', isLive);
  };

  const fillTable = (table, rows) => {
    table.hidden = rows.length === 0;
    const heads = [...table.querySelectorAll('th')].map((head) => head.textContent);
    const lines = rows.map(({ cells, isBad }) => {
      const line = document.createElement('tr');
      line.classList.toggle('bad', isBad);
      line.append(
        ...cells.map((text, index) => {
          const cell = document.createElement('td');
          cell.dataset.head = heads[index] ?? '';
          cell.textContent = text;
          return cell;
        }),
      );
      return line;
    });
    table.tBodies[0].replaceChildren(...lines);
  };

  const show = ({ done, total, texts, relays, domains }) => {
    for (const place of all('[data-figure]')) {
      const text = texts[place.dataset.figure] ?? '';
      if (place.textContent !== text) place.textContent = text;
      if (place.matches('p')) place.hidden = text === '';
      place.closest('.facts > div')?.classList.toggle('none', text === '0');
    }
    for (const bar of all('progress[data-progress]')) {
      bar.max = Math.max(1, total);
      bar.value = done;
    }
    for (const table of all('table[data-rows]')) fillTable(table, table.dataset.rows === 'relays' ? relays : domains);
  };

  let source = null;
  const close = () => {
    source?.close();
    source = null;
  };

  const outdated = () => {
    // A page with a script of its own takes the changes over, and goes on.
    if (!document.dispatchEvent(new CustomEvent('desk:outdated', { cancelable: true }))) return;
    close();
    if (!isInUse()) return location.reload();
    say('stopped', false);
    document.querySelector('[data-stale]').hidden = false;
  };

  const open = () => {
    if (source) return;
    source = new EventSource(stream);
    source.addEventListener('progress', (event) => {
      const progress = JSON.parse(event.data);
      say('live', true);
      show(progress.shown);
      if (progress.version !== page.dataset.version) outdated();
    });
    source.addEventListener('end', () => {
      close();
      say('', false);
    });
    source.addEventListener('error', () => {
      // The browser reopens a lost connection, but not a refused one (signed out).
      say(source?.readyState === EventSource.CLOSED ? 'not live: reload the page' : 'reconnecting …', false);
    });
  };

  // A browser opens few connections to one host, so hidden tabs close theirs.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  if (!document.hidden) open();
})();
