import { CalendarDateSchema } from '../calendar/calendar-date.ts';
import { dateIn } from '../calendar/format-date.ts';
import type { Language } from '../language.ts';
import type { Refusal, RefusalValues } from './refusal.ts';
import { type RefusalCode, type RefusalEntry, refusals } from './refusals.ts';

const entries: ReadonlyMap<RefusalCode, RefusalEntry> = new Map(refusals.map((entry) => [entry.code, entry]));

/** The entry of a code: its rule, both sentences and whether it is for staff only. */
export function refusalEntry(code: RefusalCode): RefusalEntry {
  const entry = entries.get(code);
  if (!entry) throw new RangeError(`no such refusal: ${code}`);
  return entry;
}

/**
 * The sentence that a person reads. `setting` holds what no rule knows, such as the library's phone number;
 * the refusal's own values come first. A value that is a date is written out in the language. A placeholder
 * that nothing fills is a fault and throws: a half-filled sentence must never reach a page.
 */
export function sentence(refusal: Refusal, language: Language, setting: RefusalValues = {}): string {
  return refusalEntry(refusal.code)[language].replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = valueNamed(name, refusal.values) ?? valueNamed(name, setting);
    if (value === undefined)
      throw new RangeError(`the sentence of ${refusal.code} needs a value for {${name}}`);
    return valueInWords(value, language);
  });
}

function valueNamed(name: string, values: RefusalValues | undefined): string | number | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A value as a sentence says it: a date is written out. */
export function valueInWords(value: string | number, language: Language): string {
  const date = CalendarDateSchema.safeParse(value);
  return date.success ? dateIn(language, date.data) : String(value);
}
