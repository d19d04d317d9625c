import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);

/** Reads the NW-7 in a picture (PNG), as the scanner of a desk would; undefined when there is none to be read. */
export async function readNw7(picture: Uint8Array): Promise<string | undefined> {
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  // Without this it would fetch its own binary from elsewhere.
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
  const [found] = await readBarcodes(picture, { formats: ['Codabar'], tryHarder: true });
  return found?.text;
}
