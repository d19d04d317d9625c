import { linkedFields } from './linked-fields.ts';
import type { Mapping } from './mapping.ts';
import { nameOf, textOf } from './marc-field.ts';
import { isDataField, type MarcRecord } from './marc-record.ts';
import { type Reading, refused } from './refused.ts';
import { tellApart } from './spelled.ts';

/** A person or body of a name authority file, by the number of whoever keeps the file. */
export interface DescribedName {
  number: string;
  /** The source has deleted the name. */
  withdrawn: boolean;
  /** The name under which the catalogue has the works. */
  heading: string;
  /** What the same is called besides, each as it is written, as it is read and in Latin letters. */
  variants: readonly string[];
}

/** Of the fields of a heading what traces it from other names. */
const tracings: Readonly<Record<string, string>> = { '100': '400', '110': '410', '111': '411' };

/**
 * What a record of a name authority file says (MARC 21, JAPAN/MARC(A)): its heading (1XX), and the names that lead to
 * it (4XX), with what is written of each in other scripts (880). A name has the subfields that the mapping reads of an
 * author's.
 */
export function describeName(record: MarcRecord, mapping: Mapping): Reading<DescribedName> {
  const number = record.fields.flatMap((field) =>
    !isDataField(field) && field.tag === '001' ? [field.text.trim()] : [],
  )[0];
  if (number === undefined || number === '') return refused('NO_NUMBER');
  const linked = linkedFields(record);
  const names = mapping.places.get('name') ?? [];
  const parts = new Map(names.map(({ tag, part }) => [tag, part]));
  const tag = Object.keys(tracings).find((tag) => linked.has(tag) && parts.has(tag));
  const withdrawn = record.leader[5] === 'd';
  if (record.leader[6] !== 'z') return refused('NOT_A_NAME', number);
  if (withdrawn) return { ok: true, value: { number, withdrawn, heading: '', variants: [] } };
  if (tag === undefined) return refused('NOT_A_NAME', number);
  const part = parts.get(tag) ?? '';
  const formsOf = (of: string) =>
    (linked.get(of) ?? []).map((fields) => fields.map((field) => nameOf(textOf(field, part))));
  const heading = tellApart(formsOf(tag)[0] ?? []).written;
  if (heading === '') return refused('NO_HEADING', number);
  const variants = formsOf(tracings[tag] ?? '').flat();
  return {
    ok: true,
    value: { number, withdrawn, heading, variants: [...new Set(variants)].filter((name) => name !== '') },
  };
}
