// @ts-check
// The first thing of a page: the keys that come before its other scripts run are kept, and handed over once.
(() => {
  /** @type {KeyboardEvent[]} */
  const kept = [];

  /** @param {KeyboardEvent} event */
  const keep = (event) => {
    const { target, key, isComposing, keyCode } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return;
    const isTheField = target.id === 'scan';
    // Another field takes what is typed there itself.
    if (!isTheField && target.matches('input, textarea')) return;
    const isFirst = kept.push(event) === 1;
    // An input method goes on with its key, whatever a page says of it; Enter alone presses what has the focus.
    const isEnter = key === 'Enter' && (isTheField || !isFirst);
    if (!isComposing && keyCode !== 229 && (isEnter || /^([0-9A-D０-９]|Backspace)$/i.test(key)))
      event.preventDefault();
  };

  const handOver = () => {
    document.removeEventListener('keydown', keep, { capture: true });
    return kept.splice(0);
  };

  /** What was read went nowhere: said at the head of the page. */
  const sayLost = () => {
    const note = document.createElement('p');
    note.className = 's-scan__say s-scan__say--large';
    note.dataset.tone = 'ask';
    note.setAttribute('role', 'alert');
    note.textContent =
      '読み取った番号を受け取れませんでした。もう一度 読み取ってください。まだ何も変わっていません。';
    document.querySelector('main')?.prepend(note);
  };

  // Where its scripts did not come, the field is the browser's from here on.
  addEventListener('load', () => {
    if (handOver().some(({ key }) => /^[0-9０-９]$/.test(key))) sayLost();
  });
  document.addEventListener('keydown', keep, { capture: true });
  Object.assign(window, { firstKeys: { handOver, sayLost } });
})();
