import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Loads the decoder's own copy: it would fetch it from elsewhere. */
export async function prepareScanner(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const wasm = readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** What a scanner reads off a picture of the screen. */
export async function scanned(picture: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(picture, { formats: ['Codabar'], tryHarder: true });
  return found.map(({ text }) => text);
}
