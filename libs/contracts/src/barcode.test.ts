import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type BarcodeFormats,
  BarcodeFormatsSchema,
  type BarcodeKind,
  BarcodesSchema,
  barcodeFormats,
  checkDigitOf,
  failsItsCheckDigit,
  formInWords,
  lacksItsFirst,
  makeBarcode,
  readBarcode,
  readBarcodeOf,
  refuseMisread,
  refuseMisreadOf,
  releaseBegins,
  withStartAndStop,
} from './barcode.ts';

const kinds: BarcodeKind[] = ['card', 'copy', 'parcel'];
const withoutCheckDigits: BarcodeFormats = {
  card: { prefix: '2', digits: 7, checkDigit: 'none' },
  copy: { prefix: '1', digits: 9, checkDigit: 'none' },
  parcel: { prefix: '9', digits: 11, checkDigit: 'none' },
};
/** The numbers of a library that had them before us. */
const withoutPrefix = BarcodesSchema.parse('card:5+7, copy:+10:none');

test('a library says in one setting how its own cards and labels are numbered', () => {
  expect(withoutPrefix).toEqual({
    card: { prefix: '5', digits: 7, checkDigit: 'modulus10Weight21' },
    copy: { prefix: '', digits: 10, checkDigit: 'none' },
    parcel: { prefix: '9', digits: 11, checkDigit: 'modulus10Weight21' },
  });
  expect(readBarcode('0123456789', withoutPrefix)).toEqual({
    ...{ ok: true, kind: 'copy', number: '0123456789' },
  });
  expect(lacksItsFirst('123456789', withoutPrefix)).toBe(false);
  expect(releaseBegins(withoutPrefix).join('')).toBe('012346789');
  expect(releaseBegins(BarcodesSchema.parse('copy:7+7')).join('')).toBe('01345689');
});

test('the setting in force is that of the environment, and one that can not be read is none', () => {
  const before = process.env.BARCODES;
  try {
    process.env.BARCODES = 'copy:30+6:none';
    expect(readBarcodeOf('copy', 'A30123456A')).toMatchObject({ ok: true, number: '30123456' });
    expect(readBarcodeOf('copy', '1000000016').ok).toBe(false);
    process.env.BARCODES = 'copy';
    expect(readBarcodeOf('copy', '1000000016').ok).toBe(true);
  } finally {
    if (before === undefined) delete process.env.BARCODES;
    else process.env.BARCODES = before;
  }
});

test.each([
  ['copy', 'must be card:2+7,copy:1+9,parcel:9+11 or the like'],
  ['card:2+7,', 'must be card:2+7,copy:1+9,parcel:9+11 or the like'],
  ['copy:1+9:weak', 'must be card:2+7,copy:1+9,parcel:9+11 or the like'],
  ['copy:2+7', 'card and copy cannot be told apart'],
  ['card:+7', 'card needs a prefix'],
  ['copy:+8', 'copy needs a prefix'],
  ['card:2+6', 'card needs six digits, and one more for a check digit'],
  ['card:20+5:none', 'card needs six digits, and one more for a check digit'],
  ['parcel:9+6', 'parcel needs 8 to 16 digits, with its prefix'],
  ['parcel:9+16', 'parcel needs 8 to 16 digits, with its prefix'],
])('BARCODES=%s is refused: %s', (setting, message) => {
  expect(BarcodesSchema.safeParse(setting).error?.issues.map((issue) => issue.message)).toContain(message);
});

test('the check digit is the published one of the worked example 7992739871', () => {
  expect(checkDigitOf('7992739871')).toBe('3');
});

test.each([
  ['card', 1, '20000014'],
  ['copy', 1, '1000000016'],
  ['parcel', 1, '900000000019'],
] as const)('the first %s: serial %s is the number %s', (kind, serial, number) => {
  expect(makeBarcode(kind, serial)).toBe(number);
});

test('a serial that does not fit is a fault, not another number', () => {
  expect(() => makeBarcode('card', 1_000_000)).toThrow(RangeError);
  expect(() => makeBarcode('copy', -1)).toThrow(RangeError);
  expect(() => makeBarcode('copy', 1.5)).toThrow(RangeError);
});

test('every number made is read back as its own kind, with and without start and stop', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.nat(999_999),
      fc.constantFrom(barcodeFormats(), withoutCheckDigits, withoutPrefix),
      (kind, serial, formats) => {
        const number = makeBarcode(kind, serial, formats);
        expect(readBarcode(number, formats)).toEqual({ ok: true, kind, number });
        expect(readBarcode(withStartAndStop(number), formats)).toEqual({ ok: true, kind, number });
      },
    ),
  );
});

test('one misread digit is always noticed', () => {
  fc.assert(
    fc.property(fc.nat(9_999_999), fc.nat(9), fc.integer({ min: 1, max: 9 }), (serial, place, by) => {
      const number = makeBarcode('copy', serial);
      const misread = [...number];
      misread[place] = String((Number(number[place]) + by) % 10);
      expect(readBarcode(misread.join('')).ok).toBe(false);
    }),
  );
});

test.each([
  ['full-width digits', (n: string) => n.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))],
  ['start and stop in small letters', (n: string) => `a${n}d`],
  ['full-width start and stop', (n: string) => `Ａ${n}Ａ`],
  ['only a start', (n: string) => `B${n}`],
  ['spaces and the end of the line a scanner sends', (n: string) => ` ${n}\r\n`],
])('a copy is read with %s', (_what, write) => {
  const number = makeBarcode('copy', 4711);
  expect(readBarcodeOf('copy', write(number))).toEqual({ ok: true, kind: 'copy', number });
});

test('a card read in place of a copy is named as a card', () => {
  expect(readBarcodeOf('copy', makeBarcode('card', 12))).toEqual({
    ok: false,
    refusal: 'BARCODE_WRONG_KIND',
    expected: 'copy',
    actual: 'card',
  });
});

test.each([
  ['nothing', ''],
  ['letters', 'ABCDE'],
  ['a municipal number of another length', '12345'],
  ['an ISBN', '9784003101018'],
  ['a minus sign', '-1000000017'],
  ['digits of another script', '١٠٠٠٠٠٠٠١٧'],
  ['NUL', '\u0000'],
  ['a lone surrogate', '\ud800'],
  ['a very long text', '1'.repeat(10_000)],
])('%s is not ours', (_what, text) => {
  expect(readBarcode(text)).toEqual({ ok: false, refusal: 'BARCODE_NOT_OURS' });
});

test('a number whose check digit alone is wrong is told from one of another form', () => {
  expect(
    ['1000000017', 'A1000000017A', '１０００００００１７'].map((text) => failsItsCheckDigit('copy', text)),
  ).toEqual([...[true, true, true]]);
  expect(
    ['1000000016', '100000001', '2000000016', '20000014', 'ABCDE', '1'.repeat(99), ''].map((text) =>
      failsItsCheckDigit('copy', text),
    ),
  ).not.toContain(true);
  expect(failsItsCheckDigit('copy', '01234567890', withoutPrefix)).toBe(false);
  expect([formInWords('copy'), formInWords('copy', withoutPrefix)]).toEqual([
    ...['1で始まる10桁の番号', '10桁の番号'],
  ]);
});

test('nine digits of a copy that lost its first are told from another number of nine', () => {
  expect(['000031672', 'A000031672A'].map((text) => lacksItsFirst(text))).toEqual([true, true]);
  expect(['000031671', '1000031672', '20000014', ''].map((text) => lacksItsFirst(text))).not.toContain(true);
});

test('an ISBN that was read in place of a number of ours is called that', () => {
  expect(refuseMisreadOf('copy', '９７８４００３１０１０１８').refusal).toEqual({
    code: 'BARCODE_WRONG_KIND',
    values: { expected: '資料', actual: 'ISBN（本の裏表紙のバーコード）' },
  });
  expect(refuseMisreadOf('copy', '4901234567894').refusal.code).toBe('BARCODE_NOT_OURS');
});

test('formats that cannot be told apart are refused as configuration', () => {
  expect(BarcodeFormatsSchema.safeParse(barcodeFormats()).success).toBe(true);
  const confused = { ...barcodeFormats(), copy: { ...barcodeFormats().card } };
  const parsed = BarcodeFormatsSchema.safeParse(confused);
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual(['card and copy cannot be told apart']);
});

test('a number of another kind is refused in the words of the screens', () => {
  const reading = readBarcodeOf('card', makeBarcode('copy', 1));
  if (reading.ok) throw new Error('a copy was taken for a card');
  expect(refuseMisread(reading).refusal).toEqual({
    code: 'BARCODE_WRONG_KIND',
    values: { expected: '貸出カード', actual: '資料' },
  });
});
