/** `/` begins a search from anywhere on the page, but not inside of something that is being typed. */
document.addEventListener(
  'keydown',
  (event) => {
    const find = document.getElementById('find');
    if (event.key !== '/' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    const typing =
      (target instanceof HTMLInputElement && (target.id !== 'scan' || target.value !== '')) ||
      target instanceof HTMLTextAreaElement;
    if (typing || !(find instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    find.focus();
    find.select();
  },
  { capture: true },
);
