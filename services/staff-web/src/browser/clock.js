// @ts-check
// The clock in the head goes on by itself, from the moment at which the page says that it was drawn: a terminal's own
// clock may be wrong, but not by how much time goes by.

const MINUTE_MS = 60_000;
const day = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});
const clock = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', timeStyle: 'short' });

/** @type {Element | undefined} */
let known;
let ahead = 0;
let timer = 0;

function show() {
  const shown = document.querySelector('.s-top__time time');
  if (!(shown instanceof HTMLTimeElement)) return;
  // An answer brings one that was drawn with it.
  if (shown !== known) ahead = Date.parse(shown.dateTime) - Date.now();
  known = shown;
  const now = Date.now() + ahead;
  const minutes = document.createElement('b');
  minutes.textContent = clock.format(now);
  shown.replaceChildren(`${day.format(now).replace('(', '（').replace(')', '）')} `, minutes);
  clearTimeout(timer);
  timer = setTimeout(show, MINUTE_MS - (now % MINUTE_MS));
}

show();
document.addEventListener('drawn', show);
