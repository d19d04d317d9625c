// @ts-check
// The first thing of a page: the keys that come before its other scripts run are kept, and handed over once; of two clicks on
// a button the first one counts.
(() => {
  /** @type {KeyboardEvent[]} */
  const kept = [];
  /** Somebody goes from one thing to the next with Tab. */
  let byKeys = false;

  const isTheField = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element && target.id === 'scan';

  /** @param {KeyboardEvent} event */
  const keep = (event) => {
    const { target, key, isComposing, keyCode } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return;
    const inTheField = isTheField(target);
    // Another field takes what is typed there itself.
    if (!inTheField && target.matches('input, textarea')) return;
    // An input method goes on with its key, whatever a page says of it.
    const isHidden = isComposing || keyCode === 229;
    const isEnter = key === 'Enter';
    const isOfNumber = /^([0-9A-D０-９]|Backspace)$/i.test(key) || (inTheField && key.length === 1);
    byKeys ||= key === 'Tab';
    // Who goes by keys presses what has the focus.
    const isPress = isEnter && byKeys && !inTheField && kept.length === 0;
    if (isPress || !(isHidden || isEnter || isOfNumber)) return;
    const isFirst = kept.push(event) === 1;
    // Enter alone presses what has the focus, too: it may be the end of a number that was cut.
    if (!isHidden && (isOfNumber || inTheField || !isFirst)) event.preventDefault();
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
    const isText = (/** @type {KeyboardEvent} */ { key, target }) =>
      /^[0-9０-９]$/.test(key) || (isTheField(target) && key.length === 1);
    if (handOver().some(isText)) sayLost();
  });
  document.addEventListener('keydown', keep, { capture: true });
  // The second one would press it again, or what has come in its place.
  document.addEventListener(
    'click',
    (event) => {
      const { target, detail } = event;
      const button = target instanceof Element ? target.closest('button') : null;
      if (detail > 1 && button?.type === 'submit') event.preventDefault();
    },
    { capture: true },
  );
  Object.assign(window, { firstKeys: { handOver, sayLost } });
})();
