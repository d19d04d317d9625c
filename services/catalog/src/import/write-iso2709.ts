import { isDataField, type MarcField, type MarcRecord } from './marc-record.ts';
import { FIELD_END, RECORD_END, SUBFIELD } from './read-iso2709.ts';
import { type Reading, refused } from './refused.ts';

/** A record as ISO 2709 in UTF-8, its lengths counted anew; refused where a length has too many digits. */
export function writeIso2709({ leader, fields }: MarcRecord): Reading<Buffer> {
  const texts = fields.map((field) => Buffer.from(textOf(field)));
  let at = 0;
  const entries = fields.map(({ tag }, place) => {
    const length = (texts[place]?.length ?? 0) + 1;
    const entry = tag + padded(length, 4) + padded(at, 5);
    at += length;
    return entry;
  });
  const base = 24 + entries.join('').length + 1;
  const length = base + at + 1;
  if (length > 99_999 || entries.some((entry) => entry.length !== 12))
    return refused('TOO_LONG', String(length));
  const head = `${padded(length, 5)}${leader.slice(5, 9)}a${leader.slice(10, 12)}${padded(base, 5)}${leader.slice(17)}`;
  const end = Buffer.from([FIELD_END]);
  const value = Buffer.concat([
    Buffer.from(head + entries.join('')),
    end,
    ...texts.flatMap((text) => [text, end]),
    Buffer.from([RECORD_END]),
  ]);
  return { ok: true, value };
}

function textOf(field: MarcField): string {
  if (!isDataField(field)) return field.text;
  return field.indicators + field.subfields.map(([code, text]) => SUBFIELD + code + text).join('');
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
