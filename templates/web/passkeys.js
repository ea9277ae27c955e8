// Makes and uses passkeys: the browser's answer goes into a hidden field of the form, which is then sent as any other.
(() => {
  'use strict';
  const webauthn = window.SimpleWebAuthnBrowser;
  if (!webauthn?.browserSupportsWebAuthn()) return;
  for (const place of document.querySelectorAll('[data-passkey-missing]')) place.hidden = true;

  const explain = (error) =>
    error.name === 'NotAllowedError' || error.name === 'AbortError'
      ? 'It was cancelled, or took too long. Nothing has changed.'
      : error.name === 'InvalidStateError'
        ? 'This device has a passkey for your account already.'
        : 'It did not work in this browser. Nothing has changed.';

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    const isNew = form.dataset.passkey === 'create';
    const field = form.querySelector(isNew ? '[name="attestation"]' : '[name="credential"]');
    const fault = form.querySelector('[data-passkey-fault]');
    const button = form.querySelector('button');

    const ask = async () => {
      const token = form.querySelector('[name="form_token"]');
      const body = new URLSearchParams(token ? { form_token: token.value } : {});
      const answer = await fetch(form.dataset.options, { method: 'POST', body });
      // The session has ended: the form itself leads to the sign-in.
      if (!answer.ok) return '';
      const optionsJSON = await answer.json();
      const made = isNew
        ? await webauthn.startRegistration({ optionsJSON })
        : await webauthn.startAuthentication({ optionsJSON });
      return JSON.stringify(made);
    };

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      button.disabled = true;
      fault.hidden = true;
      ask()
        .then((value) => {
          field.value = value;
          form.submit();
        })
        .catch((error) => {
          fault.textContent = explain(error);
          fault.hidden = false;
        })
        .finally(() => {
          button.disabled = false;
        });
    });
  }
})();
