import { UuidSchema } from '@toshobin/contracts';
import {
  type Refusal,
  RefusalCodeSchema,
  type RefusalValues,
  refusalEntry,
  valueInWords,
} from '@toshobin/lending-rules';

const subjects: Readonly<Record<string, string>> = {
  copy: '資料番号',
  parcel: '小包',
  reservation: '予約番号',
  scan: '読み取り',
  patron: '利用者',
  library: '館',
  closure: '休館',
  dispatch: '発送',
  task: '要確認',
  list: '一覧',
  policy: '決まりの数字',
  account: 'アカウント',
  terminal: '端末',
  card: '貸出カード',
  cards: '貸出カードの申込み',
  'card application': '貸出カードの申込み',
  persons: '利用者',
  'hold shelf': '取り置き棚',
  'dead letter': '読めない知らせ',
};

/** What else is typed for them. */
const shortened: Readonly<Record<string, string>> = { 予約: '予約番号' };

/** Of which the record keeps the number for eight weeks. */
const forgotten: ReadonlySet<string> = new Set(['copy', 'reservation', 'scan']);

/** The refusal's own sentence speaks to patrons, of a card number. */
export const staffSignInFailed = 'アカウントまたはパスワードが違うようです。もう一度ご確認ください。';

interface Names {
  nameOf: (library: string) => string;
  /** The numbers of reservations by their ids; none once one is erased. */
  numberOf: ReadonlyMap<string, string>;
  /** What else is called otherwise than it is kept, by the subject of its row. */
  named?: ReadonlyMap<string, string>;
}

/**
 * What a deed was done to, in the words of the desk: a reservation by its number, anything else by what it is called or by its
 * own number. An id is no word.
 */
export function subjectWords(subject: string, { nameOf, numberOf, named }: Names): string {
  const long = Object.keys(subjects).find((kind) => kind.includes(' ') && subject.startsWith(`${kind} `));
  const kind = long ?? subject.split(' ', 1)[0] ?? '';
  const id = subject.slice(kind.length + 1).split(' ', 1)[0] ?? '';
  const word = subjects[kind];
  if (subject === 'unknown account') return 'アカウントがありません';
  if (word === undefined) return subject === 'unknown' ? '番号が読めませんでした' : subject;
  if (id === '' && forgotten.has(kind)) return `${word}（番号は消してあります）`;
  const name =
    kind === 'library' ? nameOf(id) : kind === 'reservation' ? (numberOf.get(id) ?? '') : wordOf(id);
  return `${word} ${named?.get(subject) ?? name}`.trim();
}

const wordOf = (id: string) => (UuidSchema.safeParse(id).success ? '' : id);

/** Whether its words say what it is, but not which: of a person, say. */
export function isOneOfMany(subject: string, named?: ReadonlyMap<string, string>): boolean {
  const [kind = '', id = ''] = subject.split(/ (?=\S+$)/, 2);
  const said = kind === 'reservation' || named?.has(subject) === true;
  return kind in subjects && !said && wordOf(id) !== id;
}

/** The subject that was typed, by the word of the desk or as it is kept; digits alone are a reservation's number. */
export function subjectOf(typed: string): string {
  const [word = '', ...rest] = typed.normalize('NFKC').trim().split(/\s+/);
  if (/^\d+$/.test(word) && rest.length === 0) return `reservation ${word}`;
  const [kind] = Object.entries(subjects).find(([, said]) => said === (shortened[word] ?? word)) ?? [word];
  return [kind, ...rest].join(' ');
}

interface Told {
  values?: RefusalValues | null;
  nameOf?: (library: string) => string;
  phone?: string;
}

/** How it ended: done, or the sentence that the desk was told, without what only that moment knew. */
export function outcomeWords(outcome: string, { values, nameOf, phone }: Told = {}): string {
  if (outcome === 'done') return '済み';
  if (outcome === 'SIGN_IN_FAILED') return `できませんでした：${staffSignInFailed}`;
  const code = RefusalCodeSchema.safeParse(outcome);
  if (!code.success) return outcome;
  const library = values?.pickupLibrary;
  const named = typeof library === 'string' && nameOf ? { pickupLibrary: nameOf(library) } : {};
  const known = { ...(phone === undefined ? {} : { phone }), ...values, ...named };
  return `できませんでした：${knownSentence({ code: code.data, values: known })}`;
}

/** Without the remarks and sentences of it that name what is not known any more, but for one that is all there is. */
function knownSentence({ code, values = {} }: Refusal): string {
  const named = /\{([^{}]*)\}/g;
  const isKnown = (part: string) => [...part.matchAll(named)].every(([, name = '']) => name in values);
  const all = refusalEntry(code).ja.replaceAll(/（[^（）]*）/g, (remark) => (isKnown(remark) ? remark : ''));
  const known = (all.match(/[^。]+。?/g) ?? []).filter(isKnown).join('') || all;
  return known.replaceAll(named, (_, name: string) => valueInWords(values[name] ?? '…', 'ja'));
}
