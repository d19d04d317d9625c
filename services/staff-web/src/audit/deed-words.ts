import { RefusalCodeSchema, refusalEntry } from '@toshobin/lending-rules';

const subjects: Readonly<Record<string, string>> = {
  copy: '資料番号',
  parcel: '小包',
  reservation: '予約',
  patron: '利用者',
  library: '館',
  closure: '休館',
  dispatch: '発送',
  task: '要確認',
  list: '一覧',
  account: 'アカウント',
  terminal: '端末',
};

interface Names {
  nameOf: (library: string) => string;
  /** The numbers of reservations by their ids; none once one is erased. */
  numberOf: ReadonlyMap<string, string>;
}

/** What a deed was done to, in the words of the desk: a reservation by its number, anything else by its own. */
export function subjectWords(subject: string, { nameOf, numberOf }: Names): string {
  const [kind = '', id = ''] = subject.split(' ', 2);
  const word = subjects[kind];
  if (subject === 'unknown account') return 'アカウントがありません';
  if (word === undefined) return subject === 'unknown' ? '番号が読めませんでした' : subject;
  const name = kind === 'library' ? nameOf(id) : kind === 'reservation' ? (numberOf.get(id) ?? '') : id;
  return `${word} ${name}`.trim();
}

/** The subject that was typed, by the word of the desk or as it is kept. */
export function subjectOf(typed: string): string {
  const [word = '', ...rest] = typed.normalize('NFKC').trim().split(/\s+/);
  const [kind] = Object.entries(subjects).find(([, said]) => said === word) ?? [word];
  return [kind, ...rest].join(' ');
}

/** How it ended: done, or the sentence that the desk was told, without what only that moment knew. */
export function outcomeWords(outcome: string): string {
  if (outcome === 'done') return '済み';
  const code = RefusalCodeSchema.safeParse(outcome);
  if (!code.success) return outcome;
  return `できませんでした：${refusalEntry(code.data).ja.replaceAll(/\{[^{}]*\}/g, '…')}`;
}
