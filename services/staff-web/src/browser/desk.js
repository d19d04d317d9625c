// @ts-check
// On every page with a scan field: the focus comes back, an answer sounds, the camera opens. All of it works without.
import { offerLoudness, play } from './sounds.js';

const IDLE_MS = 5_000;
const field = document.getElementById('scan');
document.body.classList.add('has-scripts');

/** Whether something else is in use: another field, or a dialog. */
function inUse() {
  const at = document.activeElement;
  const typing =
    at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
  return (typing && at !== field) || document.querySelector('dialog[open]') !== null;
}

if (field instanceof HTMLInputElement && field.form) {
  const { form } = field;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (inUse() ? later() : field.focus()), IDLE_MS);
  };
  for (const event of ['keydown', 'pointerdown', 'focusin']) document.addEventListener(event, later);
  later();
  offerLoudness();
  // A held reader sends Enter twice: the first one is on its way.
  form.addEventListener('submit', (event) => {
    if (form.id === 'without-line') return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  addEventListener('pageshow', () => delete form.dataset.sent);
  const camera = form.querySelector('.s-scan__camera');
  camera?.addEventListener('click', async () => (await import('./camera.js')).readWithCamera(field));
}

const answer = document.getElementById('answer');
const { tone, fact } = answer?.dataset ?? {};
const heard = `${tone} ${fact} ${answer?.querySelector('h2')?.textContent}`;
// The same page again, by going back or reloading, is no new answer.
if (tone && sessionStorage.getItem('heard') !== heard) {
  sessionStorage.setItem('heard', heard);
  await play(tone);
}
