import { type DataField, isDataField, type MarcRecord } from './marc-record.ts';

/** A field, and its 880s: the same in other scripts. */
export type LinkedField = readonly [field: DataField, ...others: DataField[]];

/** The links of $6: 880-02, 245-02/$1. */
const LINK = /^([0-9A-Za-z]{3})-(\d{2})/;

/**
 * The fields of a record by their tag, each with the 880s that belong to it, wherever the original script stands. An
 * 880 that belongs to none (its number is 00, or no field has it) stands for the field itself.
 */
export function linkedFields({ fields }: MarcRecord): Map<string, LinkedField[]> {
  const found = new Map<string, LinkedField[]>();
  const data = fields.filter(isDataField);
  const elsewhere = data.filter(({ tag }) => tag === '880');
  const add = (tag: string, linked: LinkedField) => {
    const others = found.get(tag);
    if (others === undefined) found.set(tag, [linked]);
    else others.push(linked);
  };
  const taken = new Set<DataField>();
  for (const field of data) {
    if (field.tag === '880') continue;
    if (elsewhere.length === 0) {
      add(field.tag, [field]);
      continue;
    }
    const number = linkOf(field)?.[2];
    const others = elsewhere.filter((other) => {
      const link = linkOf(other);
      return number !== undefined && number !== '00' && link?.[1] === field.tag && link[2] === number;
    });
    for (const other of others) taken.add(other);
    add(field.tag, [field, ...others]);
  }
  for (const field of elsewhere) {
    const tag = linkOf(field)?.[1];
    if (tag !== undefined && !taken.has(field)) add(tag, [field]);
  }
  return found;
}

function linkOf({ subfields }: DataField): RegExpExecArray | null {
  const link = subfields.find(([code]) => code === '6')?.[1] ?? '';
  return LINK.exec(link);
}
