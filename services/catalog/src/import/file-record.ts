import type { Row } from './describe-row.ts';
import type { Described } from './described.ts';
import type { Mapping } from './mapping.ts';
import type { Reading } from './refused.ts';

/** One record of a file, not read yet. */
export interface FileRecord {
  /** The line that it begins in, of a format that has lines. */
  line?: number;
  /** As it stands in the file: by this it is known whether it has changed. */
  bytes: Uint8Array;
  /** As ISO 2709, of a record that is MARC. */
  marc: () => Uint8Array | null;
  read: (mapping: Mapping) => Reading<Described>;
  /** As a change of what is kept, of a spreadsheet that has not every column: what has no column in it stays. */
  readOver?: (mapping: Mapping, kept: Row) => Reading<Described>;
}
