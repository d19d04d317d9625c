import type { NewScanRow } from '../sessions/desk-scans.ts';
import { numberKept } from './number-kept.ts';
import type { Said } from './say.ts';

/** A scan that was answered, as it goes into its terminal's list. */
export interface Answered {
  page: string;
  code: string;
  said: Said;
  /** Another scan had done the same before: this one is neither counted nor taken back. */
  repeats: boolean;
  undoable: boolean;
}

export function rowOf({
  said,
  code,
  repeats,
  ...scan
}: Answered & { factId: string; at: Date; scannedAt: Date }): NewScanRow {
  return {
    ...scan,
    code: numberKept(code),
    tone: repeats ? 'again' : said.tone,
    short: said.short ?? firstSentence(said.text),
    detail: said.detail ?? '',
    undoable: scan.undoable && !repeats,
    asks: (said.asks ?? []).map(({ ask }) => ask),
  };
}

/** A new line stands in the midst of a sentence, too, where a large one is to break. */
function firstSentence(text: string): string {
  return text.split(/(?<=。)\n/)[0] ?? '';
}
