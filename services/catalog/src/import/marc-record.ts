/** A control field (001–009) has a text, any other field indicators and subfields, in their order. */
export type MarcField =
  | { tag: string; text: string }
  | { tag: string; indicators: string; subfields: readonly Subfield[] };
export type Subfield = readonly [code: string, text: string];

/** A MARC record, however it is written down. */
export interface MarcRecord {
  /** The 24 characters of the leader; its lengths are of the last writing. */
  leader: string;
  fields: readonly MarcField[];
}

export type DataField = Extract<MarcField, { indicators: string }>;

export function isDataField(field: MarcField): field is DataField {
  return 'indicators' in field;
}
