import { type BarcodeKind, readBarcode } from '@toshobin/contracts';
import { allow, type Decision, type Refusal, refuse } from '@toshobin/lending-rules';

const YU_PACK_DIGITS = 12;
/** What is registered has eleven digits. */
const REGISTERED_DIGITS = 11;

/**
 * A tracking number as it was typed or read: full width, with spaces, hyphens, or the start and stop of its label;
 * undefined for none. Its last digit is what is left of the others divided by seven. Refuses what can't be one, and says
 * why: BARCODE_WRONG_KIND for a number of our own, TRACKING_NUMBER_WRONG_LENGTH (digits), TRACKING_NUMBER_MISREAD.
 */
export function trackingNumberIn(typed: string): Decision<string | undefined> {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^[A-D]|[A-D]$/gi, '');
  if (digits === '') return allow(undefined);
  if (!/^\d+$/.test(digits)) return refuse('TRACKING_NUMBER_MISREAD');
  const isOne = [YU_PACK_DIGITS, REGISTERED_DIGITS].includes(digits.length) && fits(digits);
  if (isOne) return allow(digits);
  const ours = readBarcode(digits);
  if (ours.ok) return refuseOurs(ours.kind);
  return digits.length === YU_PACK_DIGITS
    ? refuse('TRACKING_NUMBER_MISREAD')
    : refuse('TRACKING_NUMBER_WRONG_LENGTH', { digits: digits.length });
}

/** The number of a label, if it is one and none of our own. */
export function labelIn(typed: string): string | undefined {
  const label = trackingNumberIn(typed);
  return label.ok && !readBarcode(typed).ok ? label.value : undefined;
}

/** The number of the post's label was read in place of one of our own. */
export function refuseLabel(expected: '資料' | '小包') {
  return refuse('BARCODE_WRONG_KIND', { expected, actual: '郵便の伝票のお問い合わせ' });
}

function fits(digits: string): boolean {
  return Number(digits.slice(0, -1)) % 7 === Number(digits.at(-1));
}

/** The number of one of our own was read in place of the label's. */
export function refuseOurs(kind: BarcodeKind): Decision<never> {
  return refuse('BARCODE_WRONG_KIND', { expected: '伝票のお問い合わせ', actual: OURS[kind] });
}

const OURS = { card: '貸出カード', copy: '資料', parcel: '小包' } as const;

/** Whether it was the number of a label that was refused: the parcel that it was read for still waits for one. */
export function isOfLabel({ code }: Refusal): boolean {
  return code.startsWith('TRACKING_NUMBER_') || code === 'BARCODE_WRONG_KIND';
}
