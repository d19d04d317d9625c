import type { Refused, RefusedWhy } from './refused.ts';

/**
 * The ISBNs or ISSNs that texts of a catalogue begin with, whatever stands behind them (9784003109076 (文庫)), and the
 * texts that are meant as one and are none. A price or a binding is not meant as one.
 */
export function readStandardNumbers(
  texts: readonly string[],
  read: (text: string) => string | undefined,
  why: Extract<RefusedWhy, 'ISBN_WRONG' | 'ISSN_WRONG'>,
): { right: string[]; wrong: Refused[] } {
  const right = new Set<string>();
  const wrong: Refused[] = [];
  for (const what of texts) {
    const text = what
      .normalize('NFKC')
      .trim()
      .replace(/^is[bs]n(?:-1[03](?!\d))?[\s:]*/iu, '');
    const [run = ''] = /^[\dX\p{Pd}−ー]+/iu.exec(text) ?? [];
    const [spaced = ''] = /^[\dX\p{Pd}−ー\s]+/iu.exec(text) ?? [];
    const number = read(run) ?? read(spaced);
    if (number !== undefined) right.add(number);
    else if (isMeant(run, text.slice(run.length))) wrong.push({ why, what });
  }
  return { right: [...right], wrong };
}

/** Whether digits are meant as a number: many, or with nothing but a bracket behind. 1500円, 4.95 and (文庫) are not. */
function isMeant(run: string, behind: string): boolean {
  const digits = run.replace(/\D/gu, '').length;
  return digits >= 8 || (digits > 0 && /^\s*(?:$|[([])/u.test(behind));
}
