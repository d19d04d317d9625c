import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { PatronRow } from '@toshobin/contracts';
import {
  calendarDate,
  type RefusalCode,
  type ReservationState,
  ReservationStateSchema,
  sentence,
} from '@toshobin/lending-rules';
import { day, OTHER, openMyLibrary, PREF, past, RESERVATION, soon } from '../testing/open-my-library.ts';
import { row } from '../testing/start-patron-web.ts';

const library = openMyLibrary();
const { read, readInEnglish } = library;

/** The stops of the route: what lies behind in brackets, where it is now between stars. */
function routeIn(page: string): string | undefined {
  const list = /<ol class="route"[^>]*>(.*?)<\/ol>/s.exec(page)?.[1];
  if (list === undefined) return undefined;
  const stops = [...list.matchAll(/<li([^>]*)>(.*?)<\/li>/gs)].map(([, attributes = '', text = '']) => {
    const words = text.replaceAll(/<[^>]+>/g, '');
    if (attributes.includes('is-done')) return `(${words.replace('（済み）', '')})`;
    return attributes.includes('aria-current="step"') ? `*${words.replace('（今ここ）', '')}*` : words;
  });
  return stops.join(' ');
}
const wishesIn = (page: string) =>
  [...page.matchAll(new RegExp(`href="/my-library/${RESERVATION}/([a-z-]+)"`, 'g'))].map((found) => found[1]);

interface Expected {
  more?: Partial<PatronRow>;
  chip: string;
  english: string;
  route?: string;
  next: string;
  wishes: string[];
}

/** Every state there is: a new one does not compile without its words. */
const states: Readonly<Record<ReservationState, Expected>> = {
  requested: {
    chip: '受付中',
    english: 'Received',
    next: '順番と準備の状況は、まもなくここに表示します。',
    wishes: ['pickup', 'suspend', 'cancel'],
  },
  rejected: {
    more: { open: false, refusal: 'NO_LENDABLE_COPY' },
    chip: 'お受けできませんでした',
    english: 'Not accepted',
    next: 'ただいま予約できる資料がありません。',
    wishes: [],
  },
  queued: {
    chip: '順番待ち（2番目）',
    english: 'In the queue (place 2)',
    next: '順番がきましたら、準備を始めてメールでお知らせします。',
    wishes: ['pickup', 'suspend', 'cancel'],
  },
  suspended: {
    more: { resumesOn: day },
    chip: '一時停止中（2026年12月8日（火）に再開）',
    english: 'Suspended (resumes Tue 8 December 2026)',
    next: '予約の順番は残っています。',
    wishes: ['resume', 'pickup', 'suspend', 'cancel'],
  },
  allocated: {
    chip: '準備中',
    english: 'Being prepared',
    route: '*準備* 発送 到着 受取 返却',
    next: '早ければ2026年11月26日（木）に発送します。',
    wishes: ['pickup', 'cancel'],
  },
  picked: {
    chip: '準備中',
    english: 'Being prepared',
    route: '*準備* 発送 到着 受取 返却',
    next: '早ければ2026年12月1日（火）ごろ受け取れます。',
    wishes: ['pickup', 'cancel'],
  },
  heldForLoanLimit: {
    more: { keptUntil: day },
    chip: '発送待ち（貸出点数が上限です）',
    english: 'Waiting to be sent (you are at the loan limit)',
    route: '*準備* 発送 到着 受取 返却',
    next: 'お預かり期限：2026年12月8日（火）まで',
    wishes: ['pickup', 'cancel'],
  },
  packed: {
    more: { plannedDispatchDay: calendarDate('2026-11-27') },
    chip: '発送待ち（2026年11月27日（金）発送予定）',
    english: 'Waiting to be sent (leaves Fri 27 November 2026)',
    route: '*準備* 発送 到着 受取 返却',
    next: '2026年11月27日（金）に宇土市立図書館へ発送します。',
    wishes: ['cancel'],
  },
  shipped: {
    more: { expectedDate: day },
    chip: '配送中（2026年12月8日（火）ごろ到着）',
    english: 'On its way (expected around Tue 8 December 2026)',
    route: '(準備) *発送* 到着 受取 返却',
    next: '宇土市立図書館へ配送中です。受取可能になりましたら、メールでお知らせします。',
    wishes: ['cancel'],
  },
  arrivalOverdue: {
    chip: '配送中（到着の確認中）',
    english: 'On its way (arrival being checked)',
    route: '(準備) *発送* 到着 受取 返却',
    next: 'ただいま調べています。分かりしだいお知らせします。手続きは必要ありません。',
    wishes: ['cancel'],
  },
  ready: {
    more: { holdUntil: calendarDate('2026-12-15') },
    chip: '受取可能（2026年12月15日（火）まで）',
    english: 'Ready for pickup (until Tue 15 December 2026)',
    route: '(準備) (発送) *到着* 受取 返却',
    next: 'この日までに受け取りがないときは、キャンセル扱いとなります。',
    wishes: ['picked-up', 'cancel'],
  },
  handOutUnconfirmed: {
    chip: '受け取りの確認中',
    english: 'Pickup being checked',
    route: '(準備) (発送) *到着* 受取 返却',
    next: '受け取り済みのときは「受け取りました」を押してください。',
    wishes: ['picked-up'],
  },
  handedOut: {
    more: { due: soon },
    chip: '貸出中（2026年11月30日（月）まで）',
    english: 'On loan (until Mon 30 November 2026)',
    route: '(準備) (発送) (到着) *受取* 返却',
    next: '今日延長すると2026年12月8日（火）までです。',
    wishes: ['extend'],
  },
  overdue: {
    more: { due: past },
    chip: '返却期限を過ぎています',
    english: 'Past its due date',
    route: '(準備) (発送) (到着) *受取* 返却',
    next: '返却期限：2026年11月19日（木）',
    wishes: [],
  },
  returning: {
    chip: '貸出中（返却受付済・県立図書館へ配送中）',
    english: 'On loan (handed in, on its way to the prefectural library)',
    route: '(準備) (発送) (到着) (受取) *返却*',
    next: '返却処理が済むまで貸出の点数に数えますが、延滞にはなりません。',
    wishes: [],
  },
  returned: {
    more: { open: false },
    chip: '返却処理済',
    english: 'Return processed',
    next: '返却処理が済みました。ご利用ありがとうございました。',
    wishes: [],
  },
  cancelled: {
    more: { open: false },
    chip: 'キャンセル済',
    english: 'Cancelled',
    next: 'キャンセル済',
    wishes: [],
  },
  expired: {
    more: { open: false, holdUntil: day },
    chip: '取り置き期限切れ（キャンセル扱い）',
    english: 'Hold ended (cancelled)',
    next: '取り置き期限（2026年12月8日（火））が過ぎたため、キャンセル扱いになりました。もう一度予約できます。',
    wishes: [],
  },
  lostInTransit: {
    more: { open: false },
    chip: '所在を確認しています',
    english: 'We are looking for it',
    next: 'ただいま調べています。',
    wishes: [],
  },
  settled: {
    more: { open: false },
    chip: 'お手続き済',
    english: 'Settled',
    next: 'お手続きが終わりました。',
    wishes: [],
  },
};

test.each(ReservationStateSchema.options)(
  '%s: its words, where it is, what comes next, what can be done',
  async (state) => {
    const expected = states[state];
    library.world.position = 2;
    const one = { ...row(RESERVATION, state), ...expected.more };
    const { text, words } = await read([one]);
    expect(words).toContain(expected.chip);
    expect(words).toContain(expected.next);
    expect(routeIn(text)).toBe(expected.route);
    expect(wishesIn(text)).toEqual(expected.wishes);
    const inEnglish = await readInEnglish([one]);
    expect(inEnglish).toContain(expected.english);
    // Nothing but the title and names of libraries stays Japanese.
    const japanese = inEnglish.replaceAll(/坊っちゃん|\S*図書館|貸出カード/g, '').match(/[ぁ-ん]{2,}/g);
    expect(japanese).toBeNull();
  },
);

describe('the prefectural counter', () => {
  const held = { pickupLibrary: PREF, due: null };
  test.each([
    ['picked', held, '*準備* 取り置き 受取 返却'],
    ['ready', { ...held, holdUntil: day }, '(準備) *取り置き* 受取 返却'],
    ['handedOut', { pickupLibrary: PREF, due: soon }, '(準備) (取り置き) *受取* 返却'],
    ['returning', { pickupLibrary: PREF, due: soon }, '(準備) (取り置き) (受取) *返却*'],
  ] as const)('%s has no mail on its route', async (state, more, route) => {
    expect(routeIn((await read([{ ...row(RESERVATION, state), ...more }])).text)).toBe(route);
  });

  test('holds a copy for its patron, and at ten loans says that one must come back first', async () => {
    library.world.loans = 10;
    const { words } = await read([{ ...row(RESERVATION, 'ready'), ...held, holdUntil: day }]);
    expect(words).toContain('県立図書館のカウンター');
    expect(words).toContain('貸出期間は、受け取った日から3週間です。');
    expect(words).toContain('貸出が上限の点数になっています。');
    expect(words).not.toContain('延長');
  });
});

describe('an extension in the place of its button (R8)', () => {
  const loan = { ...row(RESERVATION, 'handedOut'), due: soon };
  const said = (code: RefusalCode) => sentence({ code, values: { dueDate: soon.date } }, 'ja');
  test.each([
    ['used', [{ ...loan, extended: true }], said('EXTENSION_USED')],
    ['wanted by somebody else', [{ ...loan, othersWaiting: true }], said('OTHERS_WAITING')],
    [
      'while another one is overdue',
      [loan, { ...row(OTHER, 'overdue'), due: past }],
      said('OTHER_LOAN_OVERDUE'),
    ],
    ['past due', [{ ...loan, state: 'overdue', due: past }], said('LOAN_PAST_DUE')],
    ['past due before anybody noted it', [{ ...loan, due: past }], said('LOAN_PAST_DUE')],
    ['too early', [row(RESERVATION, 'handedOut')], '2026年12月2日（水）から延長できます。'],
    ['handed in', [{ ...loan, state: 'returning' }], '延滞にはなりません。'],
    ['not picked up', [{ ...loan, state: 'ready' }], said('EXTENSION_BEFORE_PICKUP')],
  ] as const)('%s', async (_what, rows, why) => {
    const { text, words } = await read(rows);
    expect(words).toContain(why);
    expect(wishesIn(text)).not.toContain('extend');
  });

  test('with the catalog away can be asked for, and the page works', async () => {
    library.world.catalog = 'away';
    const { text, words } = await read([loan, row(OTHER, 'queued')]);
    expect(wishesIn(text)).toContain('extend');
    expect(words).toContain('順番待ち');
    expect(words).not.toContain('番目');
  });
});

describe('other situations of a row', () => {
  test('a copy that its reader has lost (R18) is not looked for: who tells how to settle it is named', async () => {
    const one = row(RESERVATION, 'lostInTransit');
    const { words } = await read([one]);
    expect(words).toContain('紛失のお手続き中');
    expect(words).toContain('なくされた資料のお手続きは、県立図書館（電話');
    // It counts as a loan until it is settled, and is listed there.
    expect(words).toMatch(/借りている資料\n貸出.*紛失のお手続き中.*予約している資料\n予約/s);
    expect(words).not.toContain('手続きは必要ありません');
    expect(await readInEnglish([one])).toContain('Reported as lost');
  });

  test('a copy that was passed on (R15) is on no route, and its place is kept', async () => {
    const { text, words } = await read([row(RESERVATION, 'heldForLoanLimit')]);
    expect(words).toContain('次の方にお回ししました。予約の順番は残っています。');
    expect(routeIn(text)).toBeUndefined();
  });

  test('fetched, packed or on its way counts as a loan, which is said where it is listed', async () => {
    const toCome = row(OTHER, 'allocated');
    const rows = [row(RESERVATION, 'shipped'), toCome];
    expect((await read(rows)).words).toContain('このうち1点は、貸出の点数に数えます');
    expect(await readInEnglish(rows)).toContain('1 of these counts as a loan: being packed, or on its way.');
    const before = '（棚から出して発送を待つ資料と、配送中の資料）。';
    for (const state of ['picked', 'packed'] as const) {
      const both = [row(OTHER, state), row(RESERVATION, 'shipped')];
      expect((await read(both)).words).toContain(`このうち2点は、貸出の点数に数えます${before}`);
      expect(await readInEnglish(both)).toContain(
        '2 of these count as loans: being packed, or on their way.',
      );
    }
    const kept = row(OTHER, 'heldForLoanLimit');
    expect((await read([toCome])).words).not.toContain('貸出の点数に数えます');
    expect((await read([kept])).words).not.toContain('貸出の点数に数えます');
  });

  test('whose planned day has passed leaves soon', async () => {
    const late = { ...row(RESERVATION, 'packed'), plannedDispatchDay: calendarDate('2026-11-23') };
    expect((await read([late])).words).toContain('発送の予定日を過ぎました。まもなく発送します。');
  });

  test('whoever is next in the queue is told so', async () => {
    library.world.position = 1;
    const { words } = await read([row(RESERVATION, 'queued')]);
    expect(words).toContain('次の順番です。');
    expect(words).toContain('待ち時間の目安：およそ2〜6週間');
  });

  test('whoever waits for a title whose last copy is lost is told so, and of no turn', async () => {
    library.world.position = 1;
    library.world.noCopyLeft = true;
    const { words } = await read([row(RESERVATION, 'queued')]);
    const english = await readInEnglish([row(RESERVATION, 'queued')]);
    library.world.noCopyLeft = false;
    expect(words).toContain('ただいま、お渡しできる資料がありません。');
    expect(words).toContain('今日のうちに見つからないときは、予約をキャンセルし、メールでお知らせします。');
    expect(words).not.toMatch(/次の順番|番目|待ち時間の目安/);
    expect(english).toContain('no copy that can be lent');
    expect(english).not.toMatch(/You are next|place 1/);
  });

  test('a pickup library that soon can’t be used is to be changed, unless the copy has left (R5)', async () => {
    library.world.pausedFrom = calendarDate('2026-12-14');
    const waiting = await read([row(RESERVATION, 'queued')]);
    expect(waiting.words).toContain(
      '宇土市立図書館は2026年12月14日（月）から受け取りに使えなくなります。受取館を選び直してください。',
    );
    expect(wishesIn(waiting.text)).toContain('pickup');
    expect((await read([row(RESERVATION, 'shipped')])).words).not.toContain('受け取りに使えなくなります');
  });
});

describe('the face of a row', () => {
  const coversIn = (page: string) => [...page.matchAll(/class="(cover [^"]*)"/g)].map((found) => found[1]);
  const magazine = { ...row(OTHER, 'ready'), recordId: '5', title: '月刊星空案内' };

  test('is the one that the search shows, where the copy waits and in every list', async () => {
    const { text } = await read([magazine, row(RESERVATION, 'queued')]);
    expect(coversIn(text)).toEqual(['cover c9 p2 cover--mag', 'cover cover--s c9 p1']);
    expect(text).toContain('坊っちゃん</span>');
  });

  test('is plain cloth with the title while the catalogue is away', async () => {
    library.world.catalog = 'away';
    const { text } = await read([magazine]);
    expect(coversIn(text)).toEqual(['cover c0 p0']);
    expect(text).toContain('月刊星空案内</span>');
  });

  test('weighs little: My Library with 20 open rows and 30 ended ones is under 20 KB', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({
      ...row(RESERVATION.replace(/..$/, String(n + 10)), n < 10 ? 'handedOut' : 'queued'),
      recordId: String((n % 7) + 1),
      title: `題${Array.from({ length: 12 }, (_, k) => String.fromCodePoint(0x4e00 + n * 97 + k * 31)).join('')}`,
      open: n < 20,
    }));
    const { text } = await read(rows);
    expect(coversIn(text)).toHaveLength(50);
    expect(gzipSync(text).length).toBeLessThan(20_000);
  });
});

test('over the API the same rows are answered with their place in the queue', async () => {
  library.world.position = 3;
  library.world.rows = [row(RESERVATION, 'queued')];
  const got = JSON.parse((await library.hanako.json('GET', '/api/my-library')).text);
  expect(got.rows[0]).toMatchObject({ state: 'queued', position: 3 });
});
