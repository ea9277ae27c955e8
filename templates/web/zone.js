// Offers the zone of this device beside a list of zones: select[data-offer="Use {zone}"]. It chooses nothing by itself.
for (const select of document.querySelectorAll('select[data-offer]')) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || select.value === zone) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'offer';
  button.textContent = select.dataset.offer.replace('{zone}', zone);
  button.addEventListener('click', () => {
    // The server may know the place by its former name.
    if (![...select.options].some((option) => option.value === zone)) select.add(new Option(zone, zone));
    select.value = zone;
    select.focus();
    button.remove();
  });
  select.after(button);
}
