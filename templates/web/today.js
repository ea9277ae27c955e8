// Makes an edition's page quicker: forms are sent without leaving it, stories are dragged, and the digest follows each
// edit. Every page works without it.
(() => {
  'use strict';

  const page = document.querySelector('[data-today]');
  if (!page) return;
  const home = page.dataset.today;
  const seen = page.dataset.seen;
  const byId = (id) => document.getElementById(id);

  // A reload does not repeat what the last action said.
  if (new URLSearchParams(location.search).has('said')) history.replaceState(null, '', home + location.hash);

  // --- forms and their parts ---

  /** Names a form, also after its story has moved to another place. */
  const nameOf = (form) => {
    const path = form.getAttribute('action') ?? '';
    const item = form.querySelector('[name="item"]')?.value;
    return item ? `${item} ${path.slice(path.lastIndexOf('/'))}` : path;
  };
  /** True for a form with typed text that is not saved, also one that came back with a fault. */
  const isDirty = (form) =>
    form.querySelector('.error') !== null ||
    [...form.elements].some(
      (field) =>
        (field.matches('input:not([type="hidden"]), textarea') &&
          (field.matches('[type="checkbox"], [type="radio"]')
            ? field.checked !== field.defaultChecked
            : field.value !== field.defaultValue)) ||
        (field.matches('select') && [...field.options].some((option) => option.selected !== option.defaultSelected)),
    );

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  /** Keeps the typed text of a story that is no longer in the edition, above the stories. Saving it says what became of the story. */
  const keepLeft = (form) => {
    if (!form.querySelector('textarea')) return;
    let box = byId('left');
    if (!box) {
      box = element('section', { id: 'left', className: 'card' });
      const note = element('p', {
        className: 'reason',
        textContent: 'Your text is kept here. Save it to see where it can go.',
      });
      note.setAttribute('role', 'alert');
      const away = element('button', { type: 'button', className: 'quiet', textContent: 'Throw this text away' });
      away.addEventListener('click', () => box.remove());
      box.append(element('h2', { textContent: 'The story that you edit was removed' }), note, away);
      byId('stories')?.before(box);
    }
    box.lastElementChild.before(form);
  };

  /** Puts a form with typed text in the place of the fresh one of the same name, and opens what hides it. */
  const keepForm = (form, part) => {
    const fresh = [...part.querySelectorAll('form')].find((each) => nameOf(each) === nameOf(form));
    if (!fresh) return keepLeft(form);
    form.setAttribute('action', fresh.getAttribute('action'));
    fresh.replaceWith(form);
    for (let around = form.closest('details'); around; around = around.parentElement.closest('details'))
      around.open = true;
  };

  const placeOf = (element) => {
    const form = element?.closest?.('form');
    if (!form) return element?.id ? { id: element.id } : null;
    return { form: nameOf(form), name: element.getAttribute('name'), title: element.getAttribute('title') };
  };
  const find = (place) => {
    if (!place) return null;
    if (place.id) return byId(place.id);
    const form = [...document.forms].find((each) => nameOf(each) === place.form);
    const fields = form ? [...form.elements].filter((each) => each.getAttribute('name') === place.name) : [];
    const same = fields.find((each) => each.getAttribute('title') === place.title);
    return same && !same.disabled ? same : (fields.find((each) => !each.disabled) ?? null);
  };

  /** Replaces a part; open details stay open, and typed text stays, except that of `sent`. */
  const replacePart = (old, fresh, sent) => {
    for (const { id } of old.querySelectorAll('details[open][id]')) {
      const details = fresh.querySelector(`#${CSS.escape(id)}`);
      if (
        details &&
        !(sent && details.contains([...fresh.querySelectorAll('form')].find((each) => nameOf(each) === nameOf(sent))))
      )
        details.open = true;
    }
    const kept = [...old.querySelectorAll('form')].filter((form) => form !== sent && isDirty(form));
    old.replaceWith(fresh);
    for (const form of kept) keepForm(form, fresh);
  };

  /** The names of what stands before a part on its page, the nearest first. */
  const idsBefore = (part) => {
    const ids = [];
    for (let before = part.previousElementSibling; before; before = before.previousElementSibling)
      if (before.id) ids.push(before.id);
    return ids;
  };

  /** Takes the parts of a fresh page over. */
  const takeOver = (fresh, { sent = null, only = null } = {}) => {
    const focus = placeOf(document.activeElement);
    const parts = [...fresh.querySelectorAll('[data-part]')];
    // Noted before the first part moves: a part that was taken over no longer stands before the others.
    const places = new Map(parts.map((part) => [part, { before: idsBefore(part), within: part.parentElement.id }]));
    for (const old of document.querySelectorAll('[data-part]'))
      if (!only && !parts.some(({ id }) => id === old.id)) old.remove();
    for (const part of parts) {
      if (only && !only.includes(part.id)) continue;
      const old = byId(part.id);
      // What an action said, or why it failed, stays until the next action.
      if (!sent && part.id === 'said' && old?.matches('.fresh')) continue;
      // As whom the digest is seen changes only by its own form.
      if (part.id === 'as-seen' && !sent?.matches('.as-seen')) continue;
      if (old) replacePart(old, part, sent);
      else {
        const { before, within } = places.get(part);
        const nearest = before.map(byId).find((each) => each !== null);
        if (nearest) nearest.after(part);
        else (byId(within) ?? byId('above')).prepend(part);
      }
    }
    const { version } = fresh.querySelector('[data-today]').dataset;
    const isChanged = version !== page.dataset.version;
    page.dataset.version = version;
    document.title = fresh.title;
    find(focus)?.focus({ preventScroll: !focus.form?.endsWith('/order') });
    prepare();
    return isChanged;
  };

  const tell = (text, isFailure) => {
    const bar = byId('said');
    bar.className = `said fresh${isFailure ? ' failed' : ''}`;
    bar.firstElementChild.replaceChildren(Object.assign(document.createElement('p'), { textContent: text }));
  };

  const ask = async (path, options = {}) => {
    const headers = { 'x-desk-quick': '1', 'x-seen-act': seen, ...options.headers };
    const response = await fetch(path, { ...options, headers });
    return { response, fresh: new DOMParser().parseFromString(await response.text(), 'text/html') };
  };

  const isThisPage = (url) => {
    const { pathname } = new URL(url);
    return pathname === home || pathname.startsWith(`${home}/`);
  };

  let isLeaving = false;
  /** Sends a form without a script, as if its button was pressed. */
  const leaveWith = (form, button) => {
    isLeaving = true;
    form.requestSubmit(button ?? undefined);
    isLeaving = false;
  };

  const submit = async (form, body, button = null) => {
    let answer;
    try {
      answer = await ask(form.getAttribute('action'), { method: 'POST', body });
    } catch {
      form.dispatchEvent(new CustomEvent('desk:unsaved', { bubbles: true }));
      return tell('This could not be saved: the server cannot be reached. Your text is kept. Try again.', true);
    }
    const { response, fresh } = answer;
    if (!isThisPage(response.url)) return location.assign(response.url);
    if (!fresh.querySelector('[data-today]')) {
      // The session has ended, or the page of a problem came, or the page that says where a story is now.
      if (response.status === 403 || response.status === 401 || form.closest('#left')) return leaveWith(form, button);
      form.dispatchEvent(new CustomEvent('desk:unsaved', { bubbles: true }));
      await refresh();
      tell(fresh.querySelector('[role="alert"]')?.textContent ?? 'This could not be saved. Reload the page.', true);
      // The page of a refused form has the form with its faults: it stands where the form was sent.
      const refused = [...fresh.forms].find((each) => nameOf(each) === nameOf(form) && each.querySelector('.error'));
      const current = [...document.forms].find((each) => nameOf(each) === nameOf(form));
      if (refused && current) current.replaceWith(refused);
      document.querySelector('[aria-invalid="true"]')?.focus();
      return;
    }
    const around = form.closest('details')?.id;
    const wasSending = byId('send') !== null;
    const isChanged = takeOver(fresh, { sent: form });
    if (document.activeElement === document.body && around)
      byId(around)?.querySelector('summary')?.focus({ preventScroll: true });
    // A form that closes makes the page shorter: what it changed stays in sight.
    byId(around)?.closest('[id^="story-"]')?.scrollIntoView({ block: 'nearest' });
    document.querySelector('[aria-invalid="true"]')?.focus();
    // A send that has just started can be stopped at once: the red button stands at the top of the window.
    if (!wasSending) (byId('stop') ?? byId('send'))?.scrollIntoView({ block: 'start' });
    if (isChanged || form.matches('.as-seen')) showDigest();
  };

  let sending = Promise.resolve();
  const underWay = new Set();
  /** Sends one form after the other: a second click finds the page as the first one left it. */
  const send = (form, button) => {
    const name = nameOf(form);
    // A second press of an arrow is a second move; any other double click is one action.
    if (underWay.has(name) && !name.endsWith('/order')) return;
    underWay.add(name);
    sending = sending.then(async () => {
      const current = form.isConnected ? form : [...document.forms].find((each) => nameOf(each) === name);
      const buttons = current ? [...current.elements].filter((each) => each.matches('button')) : [];
      const pressed = form.isConnected ? button : buttons.find((each) => each.title === button?.title);
      if (current && !pressed?.disabled)
        await submit(current, new URLSearchParams(new FormData(current, pressed)), pressed);
      underWay.delete(name);
    });
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (isLeaving || event.defaultPrevented || !page.contains(form) || form.getAttribute('method') !== 'post') return;
    event.preventDefault();
    send(form, event.submitter);
  });

  const refresh = async (only = null) => {
    try {
      const { response, fresh } = await ask(home);
      if (!response.ok || !fresh.querySelector('[data-today]')) return;
      if (takeOver(fresh, { only })) showDigest();
    } catch {
      // The next edit or event tries again.
    }
  };

  document.addEventListener('desk:outdated', (event) => {
    event.preventDefault();
    void refresh();
  });

  // --- what follows later: checks, test copies, the countdown ---

  let checking = 0;
  let waiting = 0;
  const follow = () => {
    clearTimeout(checking);
    if (document.querySelector('[data-unchecked]')) checking = setTimeout(() => void askChecks(), 900);
    clearTimeout(waiting);
    if (document.querySelector('[data-waiting]')) waiting = setTimeout(() => void refresh(['test']), 1_500);
  };
  const askChecks = async () => {
    const { fresh } = await ask(home, { headers: { 'x-desk-quick': 'checks' } }).catch(() => ({ fresh: null }));
    if (fresh?.querySelector('[data-today]')) takeOver(fresh, { only: ['checks', 'overview'] });
  };

  const until = (at) => {
    const minutes = Math.ceil((new Date(at) - Date.now()) / 60_000);
    if (minutes <= 0) return 'now';
    if (minutes < 60) return `in ${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `in ${hours} h ${minutes % 60} min` : `in ${Math.floor(hours / 24)} days`;
  };
  setInterval(() => {
    for (const time of document.querySelectorAll('[data-until]')) time.textContent = until(time.dateTime);
  }, 15_000);

  // --- the digest ---

  const paper = document.querySelector('[data-paper]');
  const frame = paper?.querySelector('iframe');
  let look = document.querySelector('[data-look][aria-current]')?.dataset.look;
  let drawing = 0;
  const showDigest = () => {
    if (!frame) return;
    clearTimeout(drawing);
    drawing = setTimeout(() => {
      // Once an edition is being sent, its digest is not seen as a reader any more.
      const reader = byId('as-seen')?.dataset.reader ?? '';
      frame.src = `${frame.dataset.digest}?look=${look}&reader=${reader}&version=${encodeURIComponent(page.dataset.version)}`;
    }, 150);
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-look]');
    if (!link || !frame || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    look = link.dataset.look;
    for (const field of document.querySelectorAll('[data-look-field]')) field.value = look;
    for (const each of document.querySelectorAll('[data-look]')) each.toggleAttribute('aria-current', false);
    link.setAttribute('aria-current', 'true');
    paper.className = `paper look-${look}`;
    showDigest();
  });

  // --- the subject as mail programs show it ---

  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  document.addEventListener('input', ({ target }) => {
    if (!target.matches('#subject, #preheader')) return;
    const letters = [...segmenter.segment(target.value.trim())].map(({ segment }) => segment);
    for (const line of document.querySelectorAll(`[data-shows="${target.id}"]`)) {
      const width = Number(line.dataset.width);
      line.textContent =
        letters.length <= width
          ? letters.join('')
          : `${letters
              .slice(0, width - 1)
              .join('')
              .trimEnd()}…`;
    }
    const count = document.querySelector(`[data-count="${target.id}"]`);
    if (count) count.textContent = String(letters.length);
  });

  // --- dragging ---

  const prepare = () => {
    if (byId('stories')?.querySelector('[data-order="on"]'))
      for (const grip of document.querySelectorAll('[data-grip]')) grip.hidden = false;
    follow();
  };

  document.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest?.('[data-grip]');
    const row = grip?.closest('.row-story');
    if (!row || event.button !== 0) return;
    event.preventDefault();
    const list = row.parentElement;
    const rows = [...list.children];
    const from = rows.indexOf(row);
    const middles = rows
      .map((each) => each.getBoundingClientRect())
      .map(({ top, height }) => top + scrollY + height / 2);
    const startY = event.clientY + scrollY;
    let y = event.clientY;
    row.classList.add('dragged');
    grip.setPointerCapture(event.pointerId);
    const draw = () => {
      row.style.transform = `translateY(${y + scrollY - startY}px)`;
    };
    const scroller = setInterval(() => {
      const edge = 70;
      if (y < edge) scrollBy(0, -14);
      else if (y > innerHeight - edge) scrollBy(0, 14);
      draw();
    }, 16);
    const move = (moved) => {
      y = moved.clientY;
      draw();
    };
    const end = (ended) => {
      clearInterval(scroller);
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      row.classList.remove('dragged');
      row.style.transform = '';
      if (ended.type === 'pointercancel') return;
      const middle = middles[from] + y + scrollY - startY;
      const to = middles.filter((each, at) => at !== from && each < middle).length;
      if (to === from) return;
      const others = rows.filter((each) => each !== row);
      if (to < others.length) others[to].before(row);
      else list.append(row);
      const form = row.querySelector('form.order');
      const body = new URLSearchParams(new FormData(form));
      body.set('place', String(to + 1));
      sending = sending.then(() => submit(form, body));
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  });

  prepare();
})();
