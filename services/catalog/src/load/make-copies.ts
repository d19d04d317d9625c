import { makeBarcode } from '@toshobin/contracts';
import { makeShelfMark, type Shelved } from '../records/make-shelf-mark.ts';
import type { NewCopy } from '../records/new-record.ts';

/** Grows with every change of what the generator makes. */
export const COPIES_VERSION = 1;

/**
 * Makes the copies that the data has none of: one to three of a book, one of anything else, with barcode, shelf mark,
 * weight, thickness and supplements. Made up, but always the same for the same record: the numbers come from its
 * public number, not from the order of loading. Barcodes count up from the serial given.
 */
export class CopyMaker {
  #serial: number;

  constructor(firstSerial: number) {
    this.#serial = firstSerial;
  }

  copiesOf(record: Shelved & { number: string }): NewCopy[] {
    const random = randomFrom(record.number);
    const share = random();
    const count =
      record.kind !== 'book' || record.lending !== 'lendable' || share < 0.7 ? 1 : share < 0.92 ? 2 : 3;
    // Copies of one record are of one printing: the same measures and supplements.
    const printing = printingOf(record, random);
    return Array.from({ length: count }, () => {
      const barcode = makeBarcode('copy', this.#serial);
      this.#serial += 1;
      return { barcode, shelfMark: makeShelfMark(record), ...printing };
    });
  }
}

function printingOf(record: Shelved, random: () => number): Omit<NewCopy, 'barcode' | 'shelfMark'> {
  const between = (least: number, most: number) => Math.round(least + random() * (most - least));
  const hasSupplement = random() < (record.kind === 'audiovisual' ? 0.5 : 0.03);
  const supplementCount = hasSupplement ? between(1, 2) : 0;
  if (record.kind === 'magazineIssue') {
    const thicknessMm = between(3, 12);
    return { thicknessMm, weightGrams: thicknessMm * between(30, 45) + 40, supplementCount };
  }
  if (record.kind === 'audiovisual') {
    return { thicknessMm: between(8, 15), weightGrams: between(80, 160), supplementCount };
  }
  // The thickness of a paperback up to a stout volume; reference books are stout ones.
  const thicknessMm = record.lending === 'referenceOnly' ? between(30, 70) : between(8, 38);
  return { thicknessMm, weightGrams: thicknessMm * between(14, 26) + 60, supplementCount };
}

/** mulberry32, seeded with the text (FNV-1a): the same numbers on every machine. */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
