// @ts-check
// What is typed or read once a page begins to leave belongs to the page that comes: it is kept in this tab, and typed
// there in its order (`type-on.js`). No module: it listens from the first moment of a page, before that can be read.

/** @typedef {{ key: string, code: string }} Key */

// biome-ignore lint/correctness/noUnusedVariables: type-on.js reads it; only a module could say so.
const onTheWay = (() => {
  const STORE = 'on-the-way';
  /** Keys that open a place of the menu. */
  const PLACE = /^F([2-46-9]|10)$/;
  const way = {
    /** @type {Key[]} */
    keys: [],
    /** How many were typed before this page, for which address where that was known, and when. @type {{ to?: string, at: number, count: number }} */
    came: { at: 0, count: 0 },
    /** What comes now is kept: the page is not ready, is typed into, or is being left. */
    isHolding: true,
    isLeaving: false,
    /** Somebody is there who types what is kept. */
    isTyped: false,
    isPlace: (/** @type {Key} */ { key }) => PLACE.test(key),
    store,
  };
  /** The address that is opened, where that is known. @type {string | undefined} */
  let next;
  /** @type {unknown} */
  let leaving;

  function take() {
    const { keys, ...came } = JSON.parse(sessionStorage.getItem(STORE) ?? '{ "at": 0, "keys": [] }');
    [way.keys, way.came] = [keys, { ...came, count: keys.length }];
  }

  function store() {
    const to = way.isLeaving ? next : location.pathname;
    sessionStorage.setItem(STORE, JSON.stringify({ to, at: Date.now(), keys: way.keys }));
  }

  const tell = () => document.dispatchEvent(new Event('held'));

  /** @param {unknown} by @param {string} [to] none where a form leads who knows where */
  function leave(by, to) {
    [leaving, next] = [by, to];
    [way.isHolding, way.isLeaving] = [true, true];
    store();
    tell();
  }

  /** Nothing came, and this page stays. @param {unknown} by */
  function stay(by) {
    if (by !== leaving) return;
    [way.isHolding, way.isLeaving] = [false, false];
    tell();
  }

  /** A key as it is typed, also while an input method hides it. @param {KeyboardEvent} event @returns {Key | undefined} */
  function keyOf({ key, code, keyCode }) {
    const seen = keyCode === 229 ? /^(?:Digit|Numpad|Key)?(\w|Enter|Backspace)$/.exec(code)?.[1] : key;
    if (!seen || (seen.length > 1 && !/^(Enter|Backspace)$/.test(seen) && !PLACE.test(seen)))
      return undefined;
    return { key: seen, code };
  }

  window.addEventListener(
    'keydown',
    (event) => {
      if (!way.isHolding || !event.isTrusted || event.ctrlKey || event.altKey || event.metaKey) return;
      const key = keyOf(event);
      // With nothing read between them the later place is the one that is meant.
      if (!key || (way.isLeaving && way.keys.length === 0 && way.isPlace(key))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // An input method would go on composing here.
      if (event.keyCode === 229 && document.activeElement instanceof HTMLElement)
        document.activeElement.blur();
      if (event.repeat || (key.key === 'Enter' && way.keys.length === 0)) return;
      way.keys.push(key);
      store();
      tell();
    },
    { capture: true },
  );
  window.addEventListener(
    'click',
    (event) => {
      const isOfNote = event.target instanceof Element && event.target.closest('.s-held');
      if (!way.isLeaving || way.keys.length === 0 || isOfNote) return;
      // What was read for the page that comes goes to no other.
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  window.addEventListener('submit', ({ target, defaultPrevented }) => {
    if (defaultPrevented || !(target instanceof HTMLFormElement)) return;
    if (!target.target && target.method !== 'dialog') leave(target);
  });
  // Browsers that do not know it type as they always did.
  /** @type {any} */ (window).navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
    const { hashChange, downloadRequest, formData, destination } = event;
    const { origin, pathname } = new URL(destination.url);
    const stays = hashChange || destination.sameDocument || downloadRequest !== null;
    // A table is saved, and the page stays.
    if (stays || origin !== location.origin || pathname.endsWith('.csv')) return;
    // Who signs out reads nothing more.
    leave(event, formData && pathname !== '/sign-out' ? undefined : pathname);
    event.signal.addEventListener('abort', () => stay(event));
  });
  window.addEventListener('load', () => {
    if (!way.isTyped) way.isHolding = false;
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    stay(leaving);
    take();
    dispatchEvent(new Event('came'));
  });
  take();
  return way;
})();
