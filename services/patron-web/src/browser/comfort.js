// What scripts add to the patrons' pages. Every page does all it is for without them.

const english = document.documentElement.lang === 'en';
/** How long a form counts as under way: the answer to a wish takes at most this long. */
const UNDER_WAY_MS = 15_000;
/** How long the card may keep the screen from going dark, which costs the telephone its battery. */
const AWAKE_MS = 10 * 60_000;

/** What brings each form that was sent back to what it was. @type {Map<HTMLFormElement, () => void>} */
const sent = new Map();

// A second tap on a button that seems to do nothing sends nothing; the button says what is going on.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  // Of a file that comes in answer the page hears nothing.
  if (event.submitter?.hasAttribute('data-file')) return;
  if (sent.has(form)) return event.preventDefault();
  const button = event.submitter;
  const content = button instanceof HTMLButtonElement ? [...button.childNodes] : [];
  button?.replaceChildren(english ? 'Sending…' : '送信中です…');
  const timer = setTimeout(() => restore(form), UNDER_WAY_MS);
  sent.set(form, () => {
    clearTimeout(timer);
    button?.replaceChildren(...content);
  });
});
// Back from the next page the browser shows this one as it was left.
window.addEventListener('pageshow', () => {
  for (const form of sent.keys()) restore(form);
});

/** @param {HTMLFormElement} form */
function restore(form) {
  sent.get(form)?.();
  sent.delete(form);
}

// Two fields of dots are hard to fill in alike: one box shows what is typed into all of the form.
for (const form of document.forms) {
  const fields = [...form.querySelectorAll('input[type="password"]')].filter(
    (one) => one instanceof HTMLInputElement,
  );
  const last = fields.at(-1)?.closest('.field');
  if (!last) continue;
  const label = document.createElement('label');
  const box = Object.assign(document.createElement('input'), { type: 'checkbox' });
  label.className = 'check';
  label.append(box, english ? 'Show the password' : 'パスワードを表示する');
  box.addEventListener('change', () => {
    for (const field of fields) field.type = box.checked ? 'text' : 'password';
  });
  last.after(label);
  // Sent, it is a password again: browsers keep what stands in a field of text.
  form.addEventListener('submit', () => {
    for (const field of fields) field.type = 'password';
  });
}

// Browsers take all choices of one name for one stop of the Tab key, and pass over those of a region that was opened.
document.addEventListener('keydown', (event) => {
  const { target, key, shiftKey } = event;
  if (key !== 'Tab' || shiftKey || !(target instanceof HTMLElement) || target.localName !== 'summary') return;
  const choices = [...(target.parentElement?.querySelectorAll('input[type="radio"]:enabled') ?? [])].filter(
    (one) => one instanceof HTMLInputElement && one.checkVisibility(),
  );
  const stop = choices.find((one) => one.matches(':checked')) ?? choices[0];
  if (!(stop instanceof HTMLElement)) return;
  event.preventDefault();
  stop.focus();
});

// The switch of languages takes with it what is typed into a search. Nothing else: an address is no place for it.
document.querySelector('a.site-language')?.addEventListener('click', (event) => {
  const link = event.currentTarget;
  if (!(link instanceof HTMLAnchorElement)) return;
  const typed = new URLSearchParams();
  for (const form of document.forms) {
    if (form.method !== 'get') continue;
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') typed.set(name, value);
  }
  // Not yet sent: the other language must not say what is missing.
  typed.delete('go');
  link.search = String(typed);
});

// A form that was drawn under the address that everybody knows gets its own: back to it shows what was typed.
const ownAddress = document.querySelector('form[data-address]')?.getAttribute('data-address');
if (ownAddress) history.replaceState(history.state, '', ownAddress);

// R14: a screen that goes dark while the desk is still reaching for the scanner.
if ('wakeLock' in navigator && document.querySelector('[data-keep-awake]') !== null) {
  const until = Date.now() + AWAKE_MS;
  const keepAwake = async () => {
    if (document.visibilityState !== 'visible' || Date.now() > until) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      setTimeout(() => lock.release(), until - Date.now());
    } catch {
      // Refused while the battery is low: the screen goes dark as ever.
    }
  };
  document.addEventListener('visibilitychange', keepAwake);
  void keepAwake();
}
