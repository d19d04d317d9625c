import { type Decision, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import { ParcelNumberSchema } from './ids.ts';

/**
 * Numbers behind the barcodes (NW-7 / Codabar, start and stop A): cards, copies and parcels. The kind is told by
 * prefix and length alone, so that a desk notices at once when a card was read in place of a copy.
 */
const BarcodeKindSchema = z.enum(['card', 'copy', 'parcel']);
export type BarcodeKind = z.infer<typeof BarcodeKindSchema>;

/** The form of the numbers of one kind: the prefix, then so many digits, the last of which is the check digit. */
const BarcodeFormatSchema = z.strictObject({
  /** The prefix; empty for copies alone, since the first digit must tell a card. */
  prefix: z.string().regex(/^\d{0,4}$/),
  digits: z.int().min(3).max(20),
  checkDigit: z.enum(['modulus10Weight21', 'none']),
});

/** R14: the number of digits of a release's code, which stands for a card on the telephone. */
export const RELEASE_DIGITS = 8;

/** The serials of cards have six digits (the patron service's sequence). */
const CARD_SERIAL_DIGITS = 6;

/** Formats from the configuration; kinds (or a release's code) that prefix and length can't tell apart are a fault. */
export const BarcodeFormatsSchema = z
  .strictObject({ card: BarcodeFormatSchema, copy: BarcodeFormatSchema, parcel: BarcodeFormatSchema })
  .superRefine((formats, context) => {
    const { card, parcel } = formats;
    if (card.digits - (card.checkDigit === 'none' ? 0 : 1) < CARD_SERIAL_DIGITS)
      context.addIssue({ code: 'custom', message: 'card needs six digits, and one more for a check digit' });
    if (!ParcelNumberSchema.safeParse('0'.repeat(parcel.prefix.length + parcel.digits)).success)
      context.addIssue({ code: 'custom', message: 'parcel needs 8 to 16 digits, with its prefix' });
    const kinds = BarcodeKindSchema.options;
    for (const [at, kind] of kinds.entries()) {
      const { prefix, digits } = formats[kind];
      if (prefix === '' && (kind !== 'copy' || digits === RELEASE_DIGITS))
        context.addIssue({ code: 'custom', message: `${kind} needs a prefix` });
      for (const other of kinds.slice(at + 1)) {
        const [one, two] = [formats[kind], formats[other]];
        const sameLength = one.prefix.length + one.digits === two.prefix.length + two.digits;
        const samePrefix = one.prefix.startsWith(two.prefix) || two.prefix.startsWith(one.prefix);
        if (sameLength && samePrefix) {
          context.addIssue({ code: 'custom', message: `${kind} and ${other} cannot be told apart` });
        }
      }
    }
  });
export type BarcodeFormats = z.infer<typeof BarcodeFormatsSchema>;

const defaultBarcodeFormats: BarcodeFormats = {
  card: { prefix: '2', digits: 7, checkDigit: 'modulus10Weight21' },
  copy: { prefix: '1', digits: 9, checkDigit: 'modulus10Weight21' },
  parcel: { prefix: '9', digits: 11, checkDigit: 'modulus10Weight21' },
};

const FORMAT = /^(card|copy|parcel):(\d{0,4})\+(\d{1,2})(:none)?$/;

/**
 * The setting BARCODES: the numbers on a library's own cards and labels, `card:2+7,copy:1+9,parcel:9+11` where it is
 * left out. It gives each kind's prefix, and how many digits follow, with the check digit; `copy:+10:none` has neither
 * prefix nor check digit. A kind that is not named stays as it is.
 */
export const BarcodesSchema = z
  .string()
  .transform((text, context) => {
    const formats: Record<string, z.input<typeof BarcodeFormatSchema>> = { ...defaultBarcodeFormats };
    for (const one of text.split(',')) {
      const [, kind, prefix = '', digits, none] = FORMAT.exec(one.trim()) ?? [];
      if (kind === undefined)
        context.addIssue({ code: 'custom', message: 'must be card:2+7,copy:1+9,parcel:9+11 or the like' });
      else
        formats[kind] = {
          ...{ prefix, digits: Number(digits) },
          checkDigit: none === undefined ? 'modulus10Weight21' : 'none',
        };
    }
    return formats;
  })
  .pipe(BarcodeFormatsSchema);

/** The formats in force, and the setting from which they were read. */
let inForce = { setting: '', formats: defaultBarcodeFormats };

/**
 * The formats in force in this process: by BARCODES in its environment, which every process reads at its start
 * (`commonConfig`); a setting that can't be read ends the process there, and counts as none here.
 */
export function barcodeFormats(): BarcodeFormats {
  const setting = process.env.BARCODES ?? '';
  if (setting !== inForce.setting)
    inForce = { setting, formats: BarcodesSchema.safeParse(setting).data ?? defaultBarcodeFormats };
  return inForce.formats;
}

/** The kind of a scanned or typed number, or why it is none of ours. */
type BarcodeReading =
  | { ok: true; kind: BarcodeKind; number: string }
  | { ok: false; refusal: 'BARCODE_NOT_OURS' }
  | {
      ok: false;
      refusal: 'BARCODE_WRONG_KIND';
      expected: BarcodeKind;
      actual: keyof typeof barcodeKindWords;
    };

/**
 * Check digit, modulus 10 with weights 2 and 1 from the right, the digits of a product added up (分割): every
 * single misread digit and nearly every swap of neighbours is noticed.
 * @param digits ASCII digits without the check digit
 */
export function checkDigitOf(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const product = Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * The number with that serial, as printed and stored: digits only, without start and stop.
 * @param serial 0 or more; a serial that doesn't fit is a fault, since a shorter number would be another one
 */
export function makeBarcode(
  kind: BarcodeKind,
  serial: number,
  formats: BarcodeFormats = barcodeFormats(),
): string {
  const { prefix, digits, checkDigit } = formats[kind];
  const room = checkDigit === 'none' ? digits : digits - 1;
  if (!Number.isSafeInteger(serial) || serial < 0 || String(serial).length > room) {
    throw new RangeError(`No ${kind} barcode has the serial ${serial}`);
  }
  const number = prefix + String(serial).padStart(room, '0');
  return checkDigit === 'none' ? number : number + checkDigitOf(number);
}

/** A number with NW-7's start and stop, as a label printer and a barcode picture want it. */
export function withStartAndStop(number: string): string {
  return `A${number}A`;
}

/**
 * Reads a scan or typed text: folds full-width digits, ignores spaces around it, and takes off NW-7's start and
 * stop (A–D), which some scanners send and others keep. A wrong check digit counts as not ours: it was misread.
 */
export function readBarcode(text: string, formats: BarcodeFormats = barcodeFormats()): BarcodeReading {
  const number = withoutFrame(text);
  for (const kind of BarcodeKindSchema.options) {
    const format = formats[kind];
    if (!hasForm(number, format)) continue;
    if (format.checkDigit !== 'none' && checkDigitOf(number.slice(0, -1)) !== number.at(-1)) continue;
    return { ok: true, kind, number };
  }
  return { ok: false, refusal: 'BARCODE_NOT_OURS' };
}

function withoutFrame(text: string): string {
  if (text.length > 64) return '';
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^[A-Da-d]/, '')
    .replace(/[A-Da-d]$/, '');
}

function hasForm(number: string, { prefix, digits }: BarcodeFormats[BarcodeKind]): boolean {
  return number.length === prefix.length + digits && number.startsWith(prefix) && /^[0-9]+$/.test(number);
}

/** Whether a text that is no number of ours has the form of that kind: its check digit alone is wrong. */
export function failsItsCheckDigit(
  kind: BarcodeKind,
  text: string,
  formats: BarcodeFormats = barcodeFormats(),
): boolean {
  return !readBarcode(text, formats).ok && hasForm(withoutFrame(text), formats[kind]);
}

/** The form of a kind in words: 1で始まる10桁の番号. */
export function formInWords(kind: BarcodeKind, formats: BarcodeFormats = barcodeFormats()): string {
  const { prefix, digits } = formats[kind];
  return `${prefix === '' ? '' : `${prefix}で始まる`}${prefix.length + digits}桁の番号`;
}

/** R14. Digits that a release's code may begin with: no card begins so, and no other number as long as it. */
export function releaseBegins(formats: BarcodeFormats = barcodeFormats()): string[] {
  const taken = BarcodeKindSchema.options.flatMap((kind) => {
    const { prefix, digits } = formats[kind];
    return kind === 'card' || prefix.length + digits === RELEASE_DIGITS ? prefix.charAt(0) : [];
  });
  return [...'0123456789'].filter((digit) => !taken.includes(digit));
}

/** Whether a text is a copy's number without its first digit, as a reader may lose it; never without a prefix. */
export function lacksItsFirst(text: string, formats: BarcodeFormats = barcodeFormats()): boolean {
  const rest = text
    .normalize('NFKC')
    .trim()
    .replace(/^[A-D]/i, '');
  const { prefix } = formats.copy;
  const whole = readBarcode(`${prefix.charAt(0)}${rest}`, formats);
  return prefix !== '' && whole.ok && whole.kind === 'copy';
}

/** Whether a text is the number of a book in the trade, on its back: not ours, though it is on our copies too. */
export function isIsbn(text: string): boolean {
  return /^97[89]\d{10}$/.test(text.normalize('NFKC').trim());
}

/** Reads a scan where only one kind makes sense; another kind of ours, and an ISBN, is named (BARCODE_WRONG_KIND). */
export function readBarcodeOf(expected: BarcodeKind, text: string): BarcodeReading {
  const reading = readBarcode(text);
  if (reading.ok && reading.kind === expected) return reading;
  const actual = reading.ok ? reading.kind : isIsbn(text) ? 'isbn' : undefined;
  return actual ? { ok: false, refusal: 'BARCODE_WRONG_KIND', expected, actual } : reading;
}

/** The words for the kinds on every screen. */
export const barcodeKindWords = {
  card: '貸出カード',
  copy: '資料',
  parcel: '小包',
  isbn: 'ISBN（本の裏表紙のバーコード）',
} as const;

/** The refusal of a number that can't be the one asked for: BARCODE_NOT_OURS, BARCODE_WRONG_KIND (expected, actual). */
export function refuseMisread(
  reading: Exclude<BarcodeReading, { ok: true }>,
): Extract<Decision<never>, { ok: false }> {
  if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('BARCODE_NOT_OURS');
  return refuse('BARCODE_WRONG_KIND', {
    expected: barcodeKindWords[reading.expected],
    actual: barcodeKindWords[reading.actual],
  });
}

/** The refusal of a text that is no number of that kind. */
export function refuseMisreadOf(expected: BarcodeKind, text: string) {
  const reading = readBarcodeOf(expected, text);
  return refuseMisread(reading.ok ? { ok: false, refusal: 'BARCODE_NOT_OURS' } : reading);
}
