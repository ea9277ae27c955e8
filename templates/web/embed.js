// Puts the sign-up block into every element with data-reveille="NEWSLETTER", in a frame as high as it needs to be. The
// element's own content, a link, stays where this does not run. No cookie, nothing stored.
(() => {
  'use strict';
  const home = new URL('.', document.currentScript.src);
  const choices = ['theme', 'size', 'radius', 'accent', 'lang'];
  const frames = new Set();

  const insert = (place) => {
    const slug = place.dataset.reveille;
    if (!/^[a-z0-9-]+$/.test(slug) || place.querySelector('iframe')) return;
    const source = new URL(`embed/${slug}`, home);
    for (const choice of choices) if (place.dataset[choice]) source.searchParams.set(choice, place.dataset[choice]);
    const frame = document.createElement('iframe');
    frame.src = source.href;
    frame.title = place.textContent.trim();
    frame.height = '420';
    Object.assign(frame.style, { display: 'block', width: '100%', border: '0', colorScheme: 'normal' });
    // Its answers come in the same frame: each new page of it is greeted.
    frame.addEventListener('load', () => {
      const href = location.href.replace(/[?#].*/, '');
      frame.contentWindow.postMessage({ reveille: 'hello', href }, home.origin);
    });
    frames.add(frame);
    place.replaceChildren(frame);
  };

  window.addEventListener('message', (event) => {
    if (event.origin !== home.origin || event.data?.reveille !== 'height') return;
    const height = Number(event.data.height);
    for (const frame of frames)
      if (frame.contentWindow === event.source && height > 0 && height < 5000)
        frame.style.height = `${Math.ceil(height)}px`;
  });

  const insertAll = () => document.querySelectorAll('[data-reveille]').forEach(insert);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', insertAll);
  else insertAll();
})();
