import type { RecordDescription } from '@toshobin/contracts';
import type { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import type { Role } from './mapping.ts';
import type { Refused } from './refused.ts';
import type { Spelled } from './spelled.ts';

export interface NamedPart extends Spelled {
  role: Role;
  /** A corporate body or a meeting, no person. */
  body: boolean;
}

/** A title that it has besides, in the words of MARC: 130 and 240, 246, 730 and 740. */
export interface OtherTitle extends Spelled {
  kind: RecordDescription['otherTitles'][number]['kind'];
}

export interface DescribedSeries extends Spelled {
  /** The number in the series, as the book has it: 緑90-4. */
  volume: string;
}

/** A copy as a file names it; what it doesn't say is left out. */
export interface DescribedCopy {
  barcode: string;
  shelfMark: string;
  weightGrams?: number | undefined;
  thicknessMm?: number | undefined;
  supplementCount?: number | undefined;
  /** The source has taken the copy out of service. */
  withdrawn?: boolean | undefined;
}

/** What a file says of a record, in whichever format. */
export interface Described {
  /** The number that the source knows it by. */
  number: string;
  /** The source has deleted the record. */
  withdrawn: boolean;
  kind: RecordKind;
  /** How it is lent, where the file says so. */
  lending: LendingCategory | undefined;
  title: Spelled;
  /** Volume, part, other title. */
  subtitle: Spelled;
  volume: number;
  otherTitles: readonly OtherTitle[];
  names: readonly NamedPart[];
  /** The first is the one that lists name. */
  series: readonly DescribedSeries[];
  publisher: string;
  year: number;
  edition: string;
  pages: string;
  language: string;
  isbns: readonly string[];
  issn: string | null;
  ndc: string | null;
  subjects: readonly Spelled[];
  notes: readonly string[];
  copies: readonly DescribedCopy[];
  /** What of it can't be taken: an ISBN that is none. */
  refused: readonly Refused[];
}
