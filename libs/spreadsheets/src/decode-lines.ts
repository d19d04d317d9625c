import { isAscii, isUtf8 } from 'node:buffer';
import { UnreadableFile } from './unreadable-file.ts';

/** Stands where bytes are none of the encoding; no text has this code point. */
export const UNREADABLE = '\uffff';

const LINE_END = 0x0a;

/**
 * The text of a spreadsheet, whole lines at a time, without NUL. A line with bytes that are not of the encoding has {@link UNREADABLE}
 * in their place, so that its row is refused and no other. A file in UTF-8 that is said to be in CP932 is none of the two, and fails.
 */
export async function* decodeLines(
  chunks: AsyncIterable<Uint8Array>,
  encoding: 'utf-8' | 'shift_jis',
): AsyncGenerator<string> {
  // What the web calls shift_jis is CP932, with ①, ㈱ and 髙.
  const decoder = new TextDecoder(encoding, { fatal: true });
  const begun: Uint8Array[] = [];
  let undecided = encoding === 'shift_jis';
  const decode = (lines: Buffer) => {
    // What is ASCII is in both.
    if (undecided && !isAscii(lines)) {
      if (isUtf8(lines)) throw new UnreadableFile('The file is in UTF-8, not in CP932: --format csv');
      undecided = false;
    }
    return decodedWith(decoder, lines);
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END) + 1;
    if (end === 0) {
      begun.push(chunk);
      continue;
    }
    const lines = Buffer.concat([...begun.splice(0), chunk.subarray(0, end)]);
    begun.push(chunk.subarray(end));
    yield decode(lines);
  }
  yield decode(Buffer.concat(begun));
}

function decodedWith(decoder: TextDecoder, lines: Buffer): string {
  try {
    return decoder.decode(lines).replaceAll('\0', '');
  } catch {
    const lenient = new TextDecoder(decoder.encoding);
    return eachLine(lines)
      .map((line) => {
        try {
          return decoder.decode(line);
        } catch {
          return lenient.decode(line).replaceAll('\ufffd', UNREADABLE);
        }
      })
      .join('')
      .replaceAll('\0', '');
  }
}

function eachLine(lines: Buffer): Buffer[] {
  const each: Buffer[] = [];
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf(LINE_END, from);
    const next = end < 0 ? lines.length : end + 1;
    each.push(lines.subarray(from, next));
    from = next;
  }
  return each;
}
