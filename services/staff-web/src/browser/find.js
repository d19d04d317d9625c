const find = /** @type {HTMLInputElement} */ (document.getElementById('find'));

/** `/` begins a search from anywhere on the page, but not inside of something that is being typed. */
document.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== '/' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    const typing =
      (target instanceof HTMLInputElement &&
        (!['scan', 'find'].includes(target.id) || target.value !== '')) ||
      target instanceof HTMLTextAreaElement;
    if (typing || !find.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
    find.focus();
    find.select();
  },
  { capture: true },
);
find.addEventListener('keydown', (event) => {
  const first = document.querySelector('#main :is(a, button)');
  if (event.key !== 'ArrowDown' || event.isComposing || !(first instanceof HTMLElement)) return;
  event.preventDefault();
  first.focus();
});
// What is typed before the answer is there takes the place of what was sent.
find.form?.addEventListener('submit', () => find.select());
