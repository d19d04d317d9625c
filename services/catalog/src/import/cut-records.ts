import type { MarcRecord } from './marc-record.ts';
import { controlFieldOf, FIELD_END, LEADER, RECORD_END, readIso2709 } from './read-iso2709.ts';
import type { Reading } from './refused.ts';

/**
 * Stands for where a file of ISO 2709 is cut: changes with it. A run that was not finished skips as many records as it
 * has read, and these must be the same ones.
 */
export const CUT_AT = 'ends and leaders';

/** No record says a longer length. */
const LONGEST = 99_999;
/**
 * How far from its beginning a record's end is looked for, and that of another that begins within its longest length.
 */
const FAR = 2 * LONGEST;

/** A record, or what is left of one. */
interface CutRecord {
  bytes: Buffer;
  /**
   * As it reads, or why it is none: with the byte of the file that it begins with, and its number where that can still
   * be read.
   */
  record: Reading<MarcRecord>;
}

/**
 * Cuts a stream into records: each with its end. White space between records (a line end after each) is left out. What
 * can't be read from one end to the next may have lost its own, and is cut before each record that begins within it:
 * one that is broken takes none along. How the stream comes in chunks changes nothing.
 */
export async function* cutRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CutRecord> {
  let rest = Buffer.alloc(0);
  let before = 0;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = nextEnd(rest, from); end > 0; end = nextEnd(rest, from)) {
      yield* cutWithin(rest.subarray(from, end), before + from);
      from = end;
    }
    rest = rest.subarray(from);
    before += from;
  }
  yield* cutWithin(rest, before);
}

/**
 * Where the record that begins there ends; 0 when that is not in the bytes. Where there is no end far and wide, at the
 * last record that begins within the longest length, or there.
 */
function nextEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(RECORD_END, from);
  if (end >= 0 && end < from + FAR) return end + 1;
  if (bytes.length < from + FAR) return 0;
  return from + (beginningsIn(bytes.subarray(from, from + FAR)).findLast((at) => at < LONGEST) ?? LONGEST);
}

/**
 * Of what stands between two ends. A broken record and the next may be as long together as the broken one says, and its
 * last field may take the whole of the next for its own: then there are more ends of fields than fields, and that of
 * the directory.
 */
function* cutWithin(bytes: Buffer, before: number): Generator<CutRecord> {
  let from = 0;
  while (from < bytes.length && /\s/.test(String.fromCharCode(bytes[from] ?? 0))) from += 1;
  const whole = bytes.subarray(from);
  if (whole.length === 0) return;
  const record = readIso2709(whole);
  if (record.ok && fieldEndsIn(whole) === record.value.fields.length + 1) {
    yield { bytes: whole, record };
    return;
  }
  const cuts = beginningsIn(whole);
  for (const [place, cut] of [0, ...cuts].entries()) {
    const piece = whole.subarray(cut, cuts[place]);
    yield { bytes: piece, record: readPiece(piece, 1 + before + from + cut) };
  }
}

function fieldEndsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(FIELD_END); at >= 0; at = bytes.indexOf(FIELD_END, at + 1)) count += 1;
  return count;
}

const BEGINNING = /(?=\d{5}[ -~]{7}(?<base>\d{5})[ -~]{7}[0-9A-Za-z]{3}\d{9})/g;
const DIRECTORY = /^(?:[0-9A-Za-z]{3}\d{9})+$/;

/** Where, behind the first byte, a leader with its directory stands: nothing in a record's fields looks like that. */
function beginningsIn(bytes: Buffer): number[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(BEGINNING)].flatMap(({ index, groups }) => {
    const fields = index + Number(groups?.base);
    const fits = bytes[fields - 1] === FIELD_END && DIRECTORY.test(text.slice(index + LEADER, fields - 1));
    return index > 0 && fits ? [index] : [];
  });
}

function readPiece(bytes: Buffer, at: number): Reading<MarcRecord> {
  const read = readIso2709(bytes);
  if (read.ok) return read;
  const { why, what } = read.refused;
  const number = controlFieldOf(bytes, '001')?.replaceAll(/\p{C}/gu, '').trim().slice(0, 200);
  const place = `${at}バイト目から`;
  return { ok: false, refused: { why, what: what === '' ? place : `${place}：${what}`, number } };
}
