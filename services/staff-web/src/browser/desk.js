// @ts-check
// On every page with a scan field: no key is lost, every answer is shown and heard, the focus comes back, the camera
// opens. All of it works without.
import { takeOver } from './scan-surface.js';
import './stay-current.js';
import { offerLoudness, playAnswer, wasHeard } from './sounds.js';

const IDLE_MS = 5_000;
const found = document.getElementById('scan');
document.body.classList.add('has-scripts');

/** Whether something else is in use: another field, or a dialog. */
function inUse() {
  const at = document.activeElement;
  const typing =
    at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
  return (typing && at !== found) || document.querySelector('dialog[open]') !== null;
}

if (found instanceof HTMLInputElement && found.form) {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (inUse() ? later() : found.focus()), IDLE_MS);
  };
  for (const event of ['keydown', 'pointerdown', 'focusin']) document.addEventListener(event, later);
  later();
  offerLoudness();
  takeOver(found, found.form);
  document.addEventListener('click', async ({ target }) => {
    if (target instanceof Element && target.closest('.s-scan__camera'))
      (await import('./camera.js')).readWithCamera(found);
  });
}
// The same page again, by going back or reloading, is no new answer; nor is that something is waited for.
const answer = document.getElementById('answer');
if (answer?.dataset.tone !== 'wait' && !wasHeard(answer)) await playAnswer(answer);
