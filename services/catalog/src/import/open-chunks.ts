import { createReadStream, statSync } from 'node:fs';

/** The bytes of a file, and how much of it has been read, from 0 to 1. */
interface OpenedFile {
  chunks: AsyncIterable<Uint8Array>;
  share: () => number;
}

export function openChunks(path: string): OpenedFile {
  const { size } = statSync(path);
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 });
  return { chunks, share: () => (size === 0 ? 1 : Math.min(1, chunks.bytesRead / size)) };
}
