import type { CopyCondition, LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import type { SearchedFields } from '../words/search-columns.ts';
import type { Description } from './write-descriptions.ts';

/** A copy to be added. */
export interface NewCopy {
  /** Digits only, of kind `copy` (contracts: readBarcodeOf, makeBarcode). */
  barcode: string;
  shelfMark: string;
  weightGrams: number;
  thicknessMm: number;
  supplementCount: number;
  condition?: CopyCondition;
}

/** A record to be added, with its copies. */
export interface NewRecord extends SearchedFields {
  /** The public number; left out, the database gives the next one. */
  number?: string;
  kind: RecordKind;
  lending: LendingCategory;
  /** 0 when not known. */
  year: number;
  /** As fine as it is known: 913, 913.6. */
  ndc: string | null;
  protectiveCover: boolean;
  source: string;
  copies: NewCopy[];
  /** The book that a work is printed in (empty: not known which); left out for a record of a book. */
  bookTitle?: string;
  /** Whether the record is in old kanji or old kana. */
  oldSpelling?: boolean;
  description?: Description | undefined;
}
