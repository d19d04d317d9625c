// What somebody may be about to type into the search box, below it. The box searches without it.

/** So long somebody who types is not asked after every letter. */
const PAUSE_MS = 150;
const english = document.documentElement.lang === 'en';
const kinds = {
  author: english ? 'Author' : '著者',
  title: english ? 'Title' : '書名',
  subject: english ? 'Subject' : '主題',
};

const box = document.querySelector('form[action="/search"] input[name=q][type=search]');
if (box instanceof HTMLInputElement && box.form) {
  const list = document.createElement('ul');
  list.className = 'suggestions';
  list.setAttribute('aria-label', english ? 'Suggestions' : '候補');
  const told = document.createElement('p');
  told.className = 'visually-hidden';
  told.setAttribute('role', 'status');
  box.form.querySelector('.search')?.after(told, list);
  offer(box, list, told);
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLUListElement} list
 * @param {HTMLElement} told
 */
function offer(input, list, told) {
  let asking = new AbortController();
  let timer = 0;
  const hide = () => {
    asking.abort();
    clearTimeout(timer);
    list.replaceChildren();
    told.textContent = '';
  };
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const query = new URLSearchParams({ q: input.value });
      const answer = await fetch(`/api/suggestions?${query}`, { signal });
      if (!answer.ok) return hide();
      const { suggestions } = await answer.json();
      if (signal.aborted) return;
      list.replaceChildren(...suggestions.map(rowOf));
      const count = suggestions.length;
      told.textContent = count === 0 ? '' : english ? `${count} suggestions` : `候補が${count}件あります`;
    } catch {
      // Typed on meanwhile, or no line: the box searches as ever.
      if (!signal.aborted) hide();
    }
  };
  // What an input method has not decided on yet is an input, too; its reading is what is looked for.
  input.addEventListener('input', () => {
    if (input.value.trim().length < 2) return hide();
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  input.form?.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && list.firstChild) {
      hide();
      input.focus();
      event.preventDefault();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    /** @type {EventTarget[]} */
    const stops = [input, ...list.querySelectorAll('a')];
    const at = event.target === null ? -1 : stops.indexOf(event.target);
    const next = step === undefined || at < 0 ? undefined : stops[at + step];
    if (!(next instanceof HTMLElement)) return;
    next.focus();
    event.preventDefault();
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Node && !input.form?.contains(target)) hide();
  });
}

/** @param {{kind: 'author' | 'title' | 'subject', text: string, by: string}} suggestion */
function rowOf({ kind, text, by }) {
  const link = document.createElement('a');
  const asked = kind === 'subject' ? { subject: text } : { q: text };
  link.href = `/search?${new URLSearchParams(asked)}`;
  link.lang = 'ja';
  const about = document.createElement('span');
  about.className = 'small muted';
  about.textContent = by === '' ? kinds[kind] : `${kinds[kind]}　${by}`;
  link.append(text, about);
  const row = document.createElement('li');
  row.append(link);
  return row;
}

// A module's names are its own, beside those of the other script.
export {};
