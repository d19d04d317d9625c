// @ts-check
// Reads a label with the camera where there is no reader: the browser's own detector where it knows NW-7, else zxing.
import { readNumber } from './read-number.js';

/** @typedef {(video: HTMLVideoElement) => Promise<string[]>} Detect */

/** @returns {Promise<Detect>} */
async function detector() {
  const Native = /** @type {any} */ (globalThis).BarcodeDetector;
  if (Native && (await Native.getSupportedFormats()).includes('codabar')) {
    const native = new Native({ formats: ['codabar'] });
    return async (video) => {
      /** @type {{ rawValue: string }[]} */
      const found = await native.detect(video);
      return found.map(({ rawValue }) => rawValue);
    };
  }
  const { prepareZXingModule, readBarcodes } = await import('/scripts/zxing/reader/index.js');
  /** @param {string} path */
  const locateFile = (path) => (path.endsWith('.wasm') ? '/scripts/zxing/zxing_reader.wasm' : path);
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  const canvas = document.createElement('canvas');
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    if (!paper || video.videoWidth === 0) return [];
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    paper.drawImage(video, 0, 0);
    const image = paper.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(image, { formats: ['Codabar'], maxNumberOfSymbols: 1 });
    return found.map(({ text }) => text);
  };
}

/**
 * Opens the camera above the field; the first number of ours that is read twice the same is typed and sent.
 * @param {HTMLInputElement} field
 */
export async function readWithCamera(field) {
  if (document.querySelector('.s-camera')) return;
  const video = document.createElement('video');
  video.className = 's-camera';
  [video.muted, video.playsInline] = [true, true];
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch {
    const note = document.createElement('p');
    note.className = 's-check';
    note.textContent = 'カメラを使えません。番号を手で入れてください。';
    field.form?.after(note);
    return;
  }
  video.srcObject = stream;
  field.form?.before(video);
  await video.play();
  const detect = await detector();
  let before = '';
  while (video.isConnected) {
    const [text = ''] = await detect(video);
    const number = readNumber(text);
    if (number && number.number === before) {
      for (const track of stream.getTracks()) track.stop();
      video.remove();
      field.value = number.number;
      field.form?.requestSubmit();
      return;
    }
    before = number?.number ?? before;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
