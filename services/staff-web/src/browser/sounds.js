// @ts-check
// A sound for each tone, once for each answer; never the only sign. Loud, soft or off, by terminal.

/** Frequency in hertz, length and start in seconds. @type {Record<string, [number, number, number][]>} */
const SOUNDS = {
  shelf: [[1320, 0.12, 0]],
  ok: [[1320, 0.12, 0]],
  back: [[1320, 0.12, 0]],
  next: [
    [880, 0.12, 0],
    [1320, 0.14, 0.15],
  ],
  hold: [
    [880, 0.12, 0],
    [1320, 0.14, 0.15],
  ],
  ask: [
    [880, 0.12, 0],
    [880, 0.12, 0.18],
  ],
  again: [[330, 0.15, 0]],
  wait: [[660, 0.1, 0]],
  stop: [[220, 0.6, 0]],
};
/** @type {Record<string, number>} */
const LOUDNESS = { loud: 0.6, soft: 0.15, off: 0 };

/** @returns {string} */
export function loudness() {
  return localStorage.getItem('sound') ?? 'soft';
}

/** @param {string} tone @returns {Promise<void>} */
export async function play(tone) {
  const gain = (LOUDNESS[loudness()] ?? 0) * (tone === 'again' ? 0.5 : 1);
  const notes = SOUNDS[tone];
  if (!notes || gain === 0) return;
  const audio = new AudioContext();
  // Without a gesture on this page yet a browser may not let it sound: then it is silent.
  if (audio.state === 'suspended')
    await Promise.race([audio.resume(), new Promise((r) => setTimeout(r, 300))]);
  for (const [frequency, length, start] of notes) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    note.frequency.value = frequency;
    volume.gain.value = gain;
    note.connect(volume).connect(audio.destination);
    note.start(audio.currentTime + start);
    note.stop(audio.currentTime + start + length);
  }
  setTimeout(() => audio.close(), 1_500);
}

/** How an answer is told from the one before. @param {HTMLElement | null} answer */
export function signOf(answer) {
  const { tone, fact } = answer?.dataset ?? {};
  return `${tone} ${fact} ${answer?.querySelector('h2')?.textContent}`;
}

/** Whether this tab heard that answer last. @param {HTMLElement | null} answer */
export function wasHeard(answer) {
  return sessionStorage.getItem('heard') === signOf(answer);
}

/** @param {HTMLElement | null} answer */
export async function playAnswer(answer) {
  sessionStorage.setItem('heard', signOf(answer));
  const { tone = '', stops } = answer?.dataset ?? {};
  await play(stops === undefined ? tone : 'ask');
}

/** The choice at the foot of the page; made by the script, since without one there is no sound. */
export function offerLoudness() {
  const label = document.createElement('label');
  label.className = 's-scan__sound';
  const choice = document.createElement('select');
  for (const [value, words] of [
    ['loud', '大きく'],
    ['soft', '小さく'],
    ['off', 'なし'],
  ]) {
    choice.append(new Option(words, value, false, value === loudness()));
  }
  choice.addEventListener('change', () => {
    localStorage.setItem('sound', choice.value);
    play('ok');
    document.getElementById('scan')?.focus();
  });
  label.append('音 ', choice);
  document.querySelector('.s-help')?.append(label);
}
