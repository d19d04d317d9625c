// @ts-check
// A list that other windows change (`data-current`) is drawn anew while somebody works beside it, and says that it may be
// old where nobody does: nothing is asked from an empty room, so that its session ends.

const FRESH_MS = 15_000;
const OLD_MS = 60_000;

/** When the list was last as the server has it, and when that was last asked. */
let known = Date.now();
let asked = known;

/** @param {ParentNode} page */
const partsOf = (page) =>
  /** @type {HTMLElement[]} */ ([...page.querySelectorAll('[data-current]')].filter(({ id }) => id !== ''));

/** @param {boolean} isOld */
function showOld(isOld) {
  const note = document.getElementById('is-old');
  if (note) note.hidden = !isOld;
}

/** A row must not move from under a hand. @param {Element} part */
const isInUse = (part) => part.matches(':hover') || part.contains(document.activeElement);

/** The page as it is now; nothing where nobody answers, or somebody has to sign in. */
async function pageNow() {
  const there = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  const text = there?.ok && !there.redirected ? await there.text().catch(() => '') : '';
  return new DOMParser().parseFromString(text, 'text/html');
}

async function look() {
  const parts = partsOf(document);
  if (document.hidden || parts.length === 0 || Date.now() - asked < FRESH_MS) return;
  asked = Date.now();
  const since = asked;
  const page = await pageNow();
  // An answer was drawn meanwhile, which brought the list along.
  if (since !== asked) return;
  const now = partsOf(page);
  const changed = parts.filter(
    (part) => now.find(({ id }) => id === part.id)?.dataset.current !== part.dataset.current,
  );
  const stays = now.length === 0 || changed.some(isInUse);
  if (!stays) {
    for (const part of changed) {
      const other = now.find(({ id }) => id === part.id);
      if (other) part.replaceWith(other);
    }
    known = Date.now();
  }
  showOld(stays);
}

const lookNow = () => void look();
for (const event of ['focus', 'pointermove', 'pointerdown', 'keydown']) addEventListener(event, lookNow);
document.addEventListener('visibilitychange', lookNow);
document.addEventListener('drawn', () => {
  known = Date.now();
  asked = known;
});

const sayIfOld = () => {
  if (Date.now() - known > OLD_MS) showOld(true);
};
setInterval(sayIfOld, FRESH_MS);
addEventListener('beforeprint', sayIfOld);

export {};
