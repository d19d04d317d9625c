import { isAscii, isUtf8 } from 'node:buffer';
import type { DataField, MarcField, MarcRecord, Subfield } from './marc-record.ts';
import { type Reading, refused } from './refused.ts';

/** The characters of ISO 2709 that end a record and a field, and begin a subfield. */
export const RECORD_END = 0x1d;
export const FIELD_END = 0x1e;
export const SUBFIELD = '\u001f';

export const LEADER = 24;
const ENTRY = 12;
const ENTRY_FORM = /^[0-9A-Za-z]{3}\d{9}$/;

/**
 * The record that these bytes are (ISO 2709 as MARC21 has it, in UTF-8), or why they are none. Lengths count bytes, and
 * everything that the record says of itself has to fit: a broken one is not guessed at.
 */
export function readIso2709(bytes: Buffer): Reading<MarcRecord> {
  const begin = bytes.toString('latin1', 0, LEADER);
  if (!/^\d{5}[\x20-\x7e]{7}\d{5}[\x20-\x7e]{7}$/.test(begin)) return refused('NOT_MARC', begin);
  const hasEnd = bytes.at(-1) === RECORD_END;
  if (Number(begin.slice(0, 5)) !== bytes.length || !hasEnd)
    return refused(
      'LENGTH_WRONG',
      `${Number(begin.slice(0, 5))} ≠ ${bytes.length}${hasEnd ? '' : '、終わりの印（1D）なし'}`,
    );
  // MARC-8 says the same as UTF-8 where it is ASCII alone.
  if (begin[9] !== 'a' && bytes.some((byte) => byte > 0x7e || byte === 0x1b)) return refused('MARC8');
  const base = Number(begin.slice(12, 17));
  if ((base - LEADER - 1) % ENTRY !== 0 || bytes[base - 1] !== FIELD_END)
    return refused('DIRECTORY_WRONG', begin);
  if (!isUtf8(bytes)) return refused('NOT_UTF8', begin);
  // In ASCII a byte is a character, and one text is cut many times faster than bytes are read.
  const ascii = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  const whole = (from: number, to: number) => ascii?.slice(from, to) ?? bytes.toString('utf8', from, to);
  // No database keeps a NUL in a text.
  const textOf = bytes.includes(0)
    ? (from: number, to: number) => whole(from, to).replaceAll('\0', '')
    : whole;
  const fields: MarcField[] = [];
  for (let at = LEADER; at < base - 1; at += ENTRY) {
    const entry = ascii?.slice(at, at + ENTRY) ?? bytes.toString('latin1', at, at + ENTRY);
    if (!ENTRY_FORM.test(entry)) return refused('DIRECTORY_WRONG', entry);
    const from = base + Number(entry.slice(7));
    const end = from + Number(entry.slice(3, 7)) - 1;
    if (end < from || bytes[end] !== FIELD_END) return refused('DIRECTORY_WRONG', entry);
    fields.push(readField(entry.slice(0, 3), textOf(from, end)));
  }
  return { ok: true, value: { leader: begin, fields } };
}

/** The text of a control field, by the directory alone: a record that is broken behind it has one, too. */
export function controlFieldOf(bytes: Buffer, tag: string): string | undefined {
  const base = bytes.indexOf(FIELD_END, LEADER) + 1;
  for (let at = LEADER; at + ENTRY < base; at += ENTRY) {
    const entry = bytes.toString('latin1', at, at + ENTRY);
    if (!ENTRY_FORM.test(entry)) return undefined;
    if (!entry.startsWith(tag)) continue;
    const from = base + Number(entry.slice(7));
    const end = bytes.indexOf(FIELD_END, from);
    const isWhole = bytes[from - 1] === FIELD_END && end - from + 1 === Number(entry.slice(3, 7));
    return isWhole ? bytes.toString('utf8', from, end) : undefined;
  }
  return undefined;
}

function readField(tag: string, text: string): MarcField {
  if (tag.startsWith('00')) return { tag, text };
  const [indicators = '', ...parts] = text.split(SUBFIELD);
  const field: DataField = {
    tag,
    indicators,
    subfields: parts.map((part): Subfield => [part.slice(0, 1), part.slice(1)]),
  };
  return field;
}
