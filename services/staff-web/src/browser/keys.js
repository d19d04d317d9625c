// @ts-check
// Keys for every place of the menu: the function keys it shows, and a sheet (F1 or ?) on which one letter opens each. The
// sheet also names what else this page has keys for.

const OFF = 'no-question-mark';
/** A reader types faster than this; what comes so is no wish for the sheet. */
const BY_A_READER_MS = 50;

const places = () =>
  [...document.querySelectorAll('.s-rail a')].filter((a) => a instanceof HTMLAnchorElement);
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** @type {HTMLDialogElement | undefined} */
let sheet;
let last = 0;
document.body.classList.add('has-keys');

/** @param {string} tag @param {string} words */
function element(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

/** What else is pressed here: to search, to go on, and what stands on a button of the page, each once. @returns {Map<string, string>} */
function keysHere() {
  const keys = new Map();
  if (document.getElementById('find')) keys.set('/', 'さがす');
  if (document.getElementById('scan')) keys.set('Enter', '答えを確かめて、続ける');
  for (const cap of document.querySelectorAll('main :is(a, button) > kbd')) {
    const words = /** @type {Element} */ (cap.parentElement?.cloneNode(true));
    for (const beside of words.querySelectorAll('kbd, .visually-hidden')) beside.remove();
    const key = cap.textContent ?? '';
    if (!keys.has(key)) keys.set(key, words.textContent?.trim());
  }
  return keys;
}

/** @param {Map<string, string>} keys */
function listOf(keys) {
  const list = document.createElement('ul');
  for (const [key, words] of keys) {
    const item = element('li', '');
    item.className = 's-keys__here';
    item.append(element('kbd', key), element('span', words));
    list.append(item);
  }
  return list;
}

/** The sheet as the menu is now: each place with its key, and a letter where it has none. */
function draw() {
  const made = document.createElement('dialog');
  made.className = 's-keys';
  made.setAttribute('aria-labelledby', 'keys-h');
  const head = element('h2', 'キーの一覧');
  head.id = 'keys-h';
  const list = document.createElement('ul');
  const free = [...letters];
  for (const place of places()) {
    const key = place.getAttribute('aria-keyshortcuts') ?? free.shift() ?? '';
    const link = document.createElement('a');
    link.href = place.href;
    link.dataset.key = key;
    link.append(element('kbd', key), element('span', place.querySelector('span')?.textContent ?? ''));
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  const off = document.createElement('input');
  off.type = 'checkbox';
  off.checked = localStorage.getItem(OFF) !== null;
  off.addEventListener('change', () =>
    off.checked ? localStorage.setItem(OFF, 'yes') : localStorage.removeItem(OFF),
  );
  const label = element('label', '「?」のキーでは開かない（F1 だけにする）');
  label.prepend(off);
  const close = element('button', '閉じる');
  close.className = 'btn btn--second';
  close.addEventListener('click', () => made.close());
  const here = keysHere();
  if (here.size > 0) made.append(element('h3', 'この画面のキー'), listOf(here));
  if ([...here.keys()].some((key) => /^\d$/.test(key)))
    made.append(element('p', '数字は、続けて Enter を押します。'));
  made.append(
    element('h3', '画面を開くキー'),
    element('p', '文字のキーは、この一覧を開いているときに使えます。'),
  );
  made.append(list, label, close);
  made.prepend(head);
  made.addEventListener('close', () => {
    made.remove();
    sheet = undefined;
    document.getElementById('scan')?.focus();
  });
  document.body.append(made);
  return made;
}

/** Whether a question mark is one here, and not part of what somebody writes. @param {EventTarget | null} at */
function isFree(at) {
  if (localStorage.getItem(OFF) !== null) return false;
  if (at instanceof HTMLInputElement) return at.id === 'scan' && at.value === '';
  return !(at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement);
}

document.addEventListener('keydown', (event) => {
  const { key, target, timeStamp } = event;
  const isByAReader = timeStamp - last < BY_A_READER_MS;
  last = timeStamp;
  // While an input method is at work F6 to F10 are its own.
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = sheet
    ? sheet.querySelector(`a[data-key="${CSS.escape(key)}"]`)
    : places().find((place) => place.getAttribute('aria-keyshortcuts') === key);
  if (wanted instanceof HTMLElement) {
    event.preventDefault();
    wanted.click();
  } else if (!sheet && (key === 'F1' || (key === '?' && isFree(target) && !isByAReader))) {
    event.preventDefault();
    sheet = draw();
    sheet.showModal();
  }
});
