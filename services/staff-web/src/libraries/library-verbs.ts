import { type Library, type shippingApi, staffWebApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  calendarDate,
  closingDaysOf,
  type Decision,
  type DispatchCalendar,
  formatDateJa,
  isAfter,
  refuse,
  TimeOfDaySchema,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb, verbOn } from '../verbs/mount-verb.ts';
import { closedWords, closingChanges, readClosedWords } from './closing-days.ts';
import { placesOf, placeTyped, placeWords } from './places.ts';

const ofLibrary = ({ params }: { params: { library: string } }) => `library ${params.library}`;
const toLibrary = ({ params }: { params: { library: string } }) => `/libraries/${params.library}`;
const reason = '理由（記録に残ります）';

/** 12月10日（木）から12月12日（土）まで. */
export function closureDays({ from, until }: { from: CalendarDate; until: CalendarDate }): string {
  return `${formatDateJa(from)}から${formatDateJa(until)}まで`;
}

const closureWords = (days: Parameters<typeof closureDays>[0]) => `臨時休館　${closureDays(days)}`;

/** R17. A closure; the dates that lie in it move and each patron is told once. */
export const enterClosure = verb('enterClosure', staffWebApi.enterClosure, {
  may: 'libraries',
  words: '臨時休館の登録',
  subject: ({ body }) => `library ${body.library}`,
  changed: ({ body }) => `${closureWords(body)}　なし → あり`,
  carryOut: ({ shipping }, { body, at, by }) =>
    shipping.enterClosure({ body: { ...body, occurredAt: at, by } }),
  form: {
    button: 'この内容で登録する',
    fields: { library: GIVEN, from: GIVEN, until: GIVEN, reason: GIVEN },
    kept: '臨時休館の登録',
    said: () => done('臨時休館を登録しました', '期限を動かし、お知らせします'),
    page: '/libraries',
  },
});

/** R17. All closures that were ever entered. */
export function everyClosure({ shipping }: Pick<StaffWebDeps, 'shipping'>) {
  return shipping.closures({ query: { from: calendarDate('2000-01-01') } });
}

/** The closure among all that were ever entered, with the name of its library; none where there is none. */
async function closureAsItIs(deps: StaffWebDeps, { params }: { params: { closureId: string } }) {
  const [listed, nameOf] = await Promise.all([everyClosure(deps), deps.libraries.names()]);
  if (!listed.ok) return listed;
  const closure = listed.value.closures.find(({ closureId }) => closureId === params.closureId);
  return allow(closure && { ...closure, name: nameOf(closure.library) });
}

/** R17. It does not close after all. */
export const takeBackClosure = verbOn('takeBackClosure', staffWebApi.takeBackClosure, {
  may: 'libraries',
  words: '臨時休館の取りやめ',
  find: closureAsItIs,
  subject: ({ params }) => `closure ${params.closureId}`,
  changed: (_asked, before) => (before ? `${before.name}　${closureWords(before)}　あり → なし` : ''),
  carryOut: ({ shipping }, { params, body: { factId }, at, by }) =>
    shipping.takeBackClosure({ params, body: { factId, occurredAt: at, by } }),
  form: {
    title: '休館を取りやめる',
    button: '取りやめる',
    fields: { reason },
    kept: '休館の取りやめ',
    said: () => done('休館を取りやめました', 'すでに知らせた期限は変わりません'),
    page: '/libraries',
  },
});

/** What can't be meant by a pause of pickup, by field. */
export function pauseAmiss(
  { pausedFrom, reopens }: Pick<Library, 'pausedFrom' | 'reopens'>,
  today: CalendarDate,
): Readonly<Record<string, string>> {
  if (pausedFrom === null || reopens === null) return {};
  if (!isAfter(reopens, pausedFrom))
    return { reopens: '再開する日は、休止する日より後の日を入れてください。' };
  return isAfter(reopens, today) ? {} : { reopens: '再開する日は、明日か、それより後の日を入れてください。' };
}

/** R5. Not selectable from a day on, until it reopens; without days it is open again. */
export const pausePickup = verbOn('pausePickup', staffWebApi.pausePickup, {
  may: 'libraries',
  words: '受取館の休止・再開',
  find: libraryAsItIs,
  subject: ofLibrary,
  changed: ({ body }, before) => `受取の休止　${pauseWords(before)} → ${pauseWords(body)}`,
  amiss: ({ body }, today) => pauseAmiss(body, today),
  carryOut: ({ shipping }, { params, body: { reason: _, ...pause }, at, by }) =>
    shipping.pausePickup({ params, body: { ...pause, occurredAt: at, by } }),
  form: {
    title: '受取の休止',
    button: ({ pausedFrom }) => (pausedFrom === null ? '受取を再開する' : '受取を休止する'),
    fields: {
      pausedFrom: { label: '休止する日', required: true },
      reopens: '再開する日（決まっていないときは空けます）',
      reason,
    },
    kept: '館の休止・再開',
    said: (_paused, { body }) =>
      body.pausedFrom === null
        ? done('受取を再開します', NOT_TOLD)
        : done('受取を休止します', 'まだ箱に入っていない予約の方に、メールでお知らせします'),
    page: toLibrary,
  },
});

/** 受取停止の予定, with its days; nothing of a pause that is over. */
export function pauseNow(
  { pausedFrom, reopens }: Pick<Library, 'pausedFrom' | 'reopens'>,
  today: CalendarDate,
) {
  if (pausedFrom === null || (reopens !== null && !isAfter(reopens, today))) return '';
  const days = pauseWords({ pausedFrom, reopens });
  return isAfter(pausedFrom, today) ? `受取停止の予定　${days}` : `受取停止中　${days}`;
}

export const NOT_TOLD =
  '選び直すようにとメールで知らせた方に、再開は知らせません。選び直していない予約は、この館で受け取れます';

function pauseWords({ pausedFrom, reopens }: Pick<Library, 'pausedFrom' | 'reopens'>): string {
  if (pausedFrom === null) return 'なし';
  return `${formatDateJa(pausedFrom)}から${reopens === null ? '' : `、${formatDateJa(reopens)}に再開`}`;
}

/** The library before it is changed. Refuses NOT_FOUND. */
export async function libraryAsItIs(
  { shipping }: Pick<StaffWebDeps, 'shipping'>,
  { params }: { params: { library: string } },
): Promise<Decision<Library>> {
  const listed = await shipping.libraries();
  if (!listed.ok) return listed;
  const { prefectural, regions } = listed.value;
  const all = [prefectural, ...regions.flatMap(({ libraries }) => libraries)];
  const library = all.find(({ code }) => code === params.library);
  return library ? allow(library) : refuse('NOT_FOUND');
}

const arrivalWords = { scan: '読み取る', assumed: '見なす' } as const;
/** Days as a form has them: a tick or a choice each, or one field with commas. */
const daysTyped = (typed: unknown) =>
  [typed].flat().flatMap((days) =>
    String(days ?? '')
      .split(',')
      .filter((day) => day !== ''),
  );

/** The library with its place before it is changed. Refuses NOT_FOUND. */
async function libraryAndPlace(
  deps: Pick<StaffWebDeps, 'shipping'>,
  asked: Parameters<typeof libraryAsItIs>[1],
) {
  const [library, placeOf] = await Promise.all([libraryAsItIs(deps, asked), placesOf(deps)]);
  return library.ok ? allow({ library: library.value, place: placeOf(library.value.code) }) : library;
}

/** Telephone, place, hours, closing days, and how arrivals are known; what each was and is stands in the record. */
export const changeLibrary = verbOn('changeLibrary', staffWebApi.changeLibrary, {
  may: 'libraries',
  words: '館の変更',
  find: libraryAndPlace,
  changed: ({ body }, { library: { phone, calendar, arrival }, place }) => {
    const before = placeWords(place);
    const closing = closingDaysOf(calendar);
    const told: (readonly [string, string, string | undefined])[] = [
      ['電話', phone, body.phone],
      ...closingChanges(closing, {
        closedWeekdays: body.closedWeekdays ?? closing.closedWeekdays,
        closedOnHolidays: body.closedOnHolidays ?? closing.closedOnHolidays,
        weeklyOnHoliday: body.weeklyOnHoliday ?? closing.weeklyOnHoliday,
        monthlyDays: body.monthlyDays ?? closing.monthlyDays,
        monthlyOtherwise: body.monthlyOtherwise ?? closing.monthlyOtherwise,
        yearlyDays: body.yearlyDays ?? closing.yearlyDays,
      }),
      ['到着', arrivalWords[arrival], body.arrival && arrivalWords[body.arrival]],
      ...Object.entries(body.place ? placeWords(body.place) : {}).map(
        ([what, after]) => [what, before[what] ?? 'なし', after] as const,
      ),
    ];
    return told
      .filter(([, was, is]) => is !== undefined && was !== is)
      .map(([what, was, is]) => `${what}　${was} → ${is}`)
      .join('、');
  },
  subject: ofLibrary,
  carryOut: ({ shipping }, { params, body: { reason: _, ...given }, at, by }) =>
    shipping.changeLibrary({ params, body: { ...given, occurredAt: at, by } }),
  form: {
    title: '館の変更',
    button: '変更する',
    fields: {
      phone: { label: '電話番号', required: true },
      place: {
        postcode: { label: '郵便番号', optional: true },
        address1: { label: '住所 1行目（小包ラベルに刷ります）', optional: true },
        address2: { label: '住所 2行目', optional: true },
        address3: { label: '住所 3行目', optional: true },
        hoursWeekdays: { label: '開館時間（平日）', hint: '例　9:30-18:00', optional: true },
        hoursWeekends: { label: '開館時間（土・日・祝日）', optional: true },
        location: {
          label: '地図の位置（緯度, 経度）',
          hint: '例　35.68, 139.75　地図のサイトから写せます。利用者の「地図で見る」と「近い順」に使います。',
          optional: true,
        },
        guidance: { label: '利用者への案内（受け取る場所など）', optional: true },
      },
      closedWeekdays: GIVEN,
      closedOnHolidays: GIVEN,
      weeklyOnHoliday: GIVEN,
      monthlyDays: GIVEN,
      monthlyOtherwise: GIVEN,
      yearlyDays: GIVEN,
      arrival: {
        label: '到着',
        required: true,
        choices: { scan: '読み取る', assumed: '読み取らない（発送から2配達日後に着いたと見なす）' },
      },
      reason,
    },
    arrange: (typed) => {
      const { place, rest } = placeTyped(typed);
      const { closedWeekdays, monthlyDays, yearlyDays, ...others } = rest;
      return {
        ...others,
        ...(closedWeekdays === undefined ? {} : { closedWeekdays: daysTyped(closedWeekdays).map(Number) }),
        ...(monthlyDays === undefined ? {} : { monthlyDays: daysTyped(monthlyDays) }),
        ...(yearlyDays === undefined ? {} : { yearlyDays: daysTyped(yearlyDays) }),
        ...(place ? { place } : {}),
      };
    },
    kept: '館の登録・変更',
    said: '変更しました',
    page: toLibrary,
  },
});

/** 月・木 14:00: the days of the dispatch, and its cut-off. */
export function dispatchWords({
  weekdays: days,
  cutOff,
}: Pick<DispatchCalendar, 'weekdays' | 'cutOff'>): string {
  return `${closedWords(days.toSorted((one, other) => one - other))} ${cutOff}`;
}

/** The same, read back; undefined for anything else. */
export function readDispatchWords(words: string): Pick<DispatchCalendar, 'weekdays' | 'cutOff'> | undefined {
  const [names = '', time] = words.split(' ');
  const cutOff = TimeOfDaySchema.safeParse(time);
  const days = readClosedWords(names);
  return cutOff.success && days ? { weekdays: days, cutOff: cutOff.data } : undefined;
}

/** R11. Other days, or another cut-off; what it was and is stands in the record. */
export const changeDispatch = verbOn('changeDispatch', staffWebApi.changeDispatch, {
  may: 'libraries',
  words: '発送日と締切の変更',
  subject: () => 'dispatch',
  find: ({ shipping }) => shipping.dispatchCalendar(),
  changed: ({ body }, before) => `発送日と締切　${dispatchWords(before)} → ${dispatchWords(body)}`,
  carryOut: ({ shipping }, { body: { reason: _, ...days }, at, by }) =>
    shipping.changeDispatch({ body: { ...days, occurredAt: at, by } }),
  form: {
    button: 'この内容にする',
    fields: { weekdays: GIVEN, cutOff: GIVEN, reason },
    arrange: ({ weekdays: days, ...rest }) => ({ ...rest, weekdays: String(days).split(',').map(Number) }),
    kept: '発送日と締切の変更',
    said: (calendar) => done('発送日と締切を変えました', dispatchWords(calendar)),
    page: '/libraries',
  },
});

export type Dispatch = z.output<typeof shippingApi.dispatchCalendar.answer>;
type Pause = { kind: 'closure' | 'noDispatch'; from: CalendarDate; until: CalendarDate };
export const pauseKinds: Readonly<Record<Pause['kind'], string>> = {
  closure: '発送の休業',
  noDispatch: '発送休止期間',
};

/** The pauses of the dispatch that are not over, and which of them come every year. */
export function pausesFrom(today: CalendarDate, { noDispatch, calendar, everyYear }: Dispatch) {
  const all = [
    ...noDispatch.map((span) => ({ ...span, kind: 'noDispatch' as const })),
    ...calendar.closures.map((span) => ({ ...span, kind: 'closure' as const })),
  ];
  return all
    .filter(({ until }) => until >= today)
    .map((pause) => ({
      ...pause,
      comesEveryYear: everyYear.some(({ kind, from }) => kind === pause.kind && from === pause.from),
    }));
}

/** 発送休止期間 12月28日（月）から1月4日（月）まで. */
export function dispatchPauseWords({ kind, from, until }: Pause): string {
  return `${pauseKinds[kind]}　${formatDateJa(from)}から${formatDateJa(until)}まで`;
}

/** R11. Days on which nothing is dispatched. */
export const pauseDispatch = verb('pauseDispatch', staffWebApi.pauseDispatch, {
  may: 'libraries',
  words: '発送の休み',
  subject: () => 'dispatch',
  changed: ({ body }) => `${dispatchPauseWords(body)}　なし → あり`,
  carryOut: ({ shipping }, { body: { reason: _, ...pause }, at, by }) =>
    shipping.pauseDispatch({ body: { ...pause, occurredAt: at, by } }),
  form: {
    button: 'この内容で登録する',
    fields: { kind: GIVEN, from: GIVEN, until: GIVEN, reason },
    kept: '発送の休みの登録',
    said: '登録しました',
    page: '/libraries',
  },
});

/** R11. The dispatch works on those days after all. */
export const takeBackDispatchPause = verb('takeBackDispatchPause', staffWebApi.takeBackDispatchPause, {
  may: 'libraries',
  words: '発送の休みの取りやめ',
  subject: () => 'dispatch',
  changed: ({ body }) => `${dispatchPauseWords(body)}　あり → なし`,
  carryOut: ({ shipping }, { body: { reason: _, ...pause }, at, by }) =>
    shipping.takeBackDispatchPause({ body: { ...pause, occurredAt: at, by } }),
  form: {
    button: '取りやめる',
    fields: { kind: GIVEN, from: GIVEN, until: GIVEN, reason },
    kept: '発送の休みの取りやめ',
    said: '取りやめました',
    page: '/libraries',
  },
});
