import { type Repaired, type ReservationId, staffWebApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { done, type Said, say } from '../scans/say.ts';
import { subjectOfCopy } from '../scans/scan-copy.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb, verbOn } from '../verbs/mount-verb.ts';
import { mailWords } from './mails.ts';

interface OfReservation {
  params: { reservationId: ReservationId };
}
const subject = ({ params }: OfReservation) => `reservation ${params.reservationId}`;
const ofTimeline = {
  kept: '予約の手直し（経過）',
  page: ({ params }: OfReservation) => `/timeline/${params.reservationId}`,
};

/** 今の状態に合わせて進める: what the repair did; however often, it is never done twice. */
export const reconcile = verb('reconcile', staffWebApi.reconcile, {
  may: 'reconcile',
  words: '今の状態に合わせて進めた',
  subject,
  async carryOut({ processes }, { params }) {
    const repaired = await processes.repair({ params });
    if (!repaired.ok) return repaired;
    return repaired.value === 'unknown' ? refuse('NOT_FOUND') : allow({ did: repaired.value });
  },
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/reconcile',
    button: '今の状態に合わせて進める',
    fields: { reason: reasonWords },
    said: ({ did }) => sayRepaired(did),
  },
});

/** A reservation that is over still names its last copy, which may be another patron's by now: STATE_CHANGED then. */
async function ownCopy(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  { params, body }: OfReservation & { body: { barcode: string } },
): Promise<Decision<undefined>> {
  const copy = await catalog.readCopy({ params: { barcode: body.barcode } });
  if (!copy.ok) return copy;
  return copy.value.reservationId === params.reservationId ? allow(undefined) : refuse('STATE_CHANGED');
}

/** The copy chosen for a reservation is not to be had: it is searched for, and another one is tried. As the scan does it. */
export const anotherCopy = verbOn('anotherCopy', staffWebApi.anotherCopy, {
  may: 'anotherCopy',
  words: '別の資料を割り当てた',
  find: ownCopy,
  subject,
  carryOut: ({ catalog }, { body: { reason: _, ...scan }, by }) =>
    catalog.notOnShelf({ body: { ...scan, by } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/another-copy',
    button: '別の資料を割り当てる',
    fields: { barcode: GIVEN, reason: reasonWords },
    said: (answer, { nameOf }) => say(answer, 'notOnShelf', nameOf),
  },
});

/** R9. The prefectural desk, telephoned by the branch, allows one hand-out after the hold ended. */
export const allowLateHandOut = verb('allowLateHandOut', staffWebApi.allowLateHandOut, {
  may: 'allowLateHandOut',
  words: '期限後の引渡しを認めた',
  subject,
  carryOut: ({ catalog }, { params, body, at, by }) =>
    catalog.allowLateHandOut({ params, body: { ...body, at, by } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/late-hand-out',
    button: '認める',
    fields: { reason: reasonWords },
    said: () => done('期限後の引渡しを認めました', '館に、もう一度読み取るよう伝えてください'),
  },
});

/** R9. The desk has made sure with the patron that the copy was handed out without a scan. */
export const confirmHandOutOf = verbOn('confirmHandOutOf', staffWebApi.confirmHandOutOf, {
  may: 'confirmHandOut',
  words: '引渡しを確かめた',
  find: ownCopy,
  deed: () => 'confirmHandOut',
  subject: ({ body }) => subjectOfCopy(body.barcode),
  carryOut: ({ catalog }, { body, by }) => catalog.confirmHandOut({ body: { ...body, by } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/confirm-hand-out',
    button: 'お渡ししたことを記録する',
    fields: { barcode: GIVEN, reason: reasonWords },
    said: 'お渡ししたことを記録しました',
  },
});

/** R10. 返したとのお申し出: no overdue mail from now on, while staff search. STATE_CHANGED for what is not on loan to them. */
export const claimReturned = verbOn('claimReturned', staffWebApi.claimReturned, {
  may: 'claimReturned',
  words: '返したとのお申し出',
  find: ownCopy,
  subject,
  carryOut: ({ catalog }, { body, by }) => catalog.claimReturned({ body: { ...body, by } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/claim-returned',
    button: 'お申し出を記録する',
    fields: { barcode: GIVEN, saidLibrary: '返したとおっしゃっている館', reason: reasonWords },
    said: () =>
      done('お申し出を記録しました', '延滞になりません。要確認に入れました。館と棚を捜してください'),
  },
});

/** The copy was at the patron's after all: on loan as before. STATE_CHANGED once it was seen anywhere. */
export const claimTakenBack = verb('claimTakenBack', staffWebApi.claimTakenBack, {
  may: 'claimReturned',
  words: '返したとのお申し出の取り消し',
  subject,
  carryOut: ({ catalog }, { body: { reason: _, ...undo }, by }) =>
    catalog.voidScan({ body: { ...undo, by } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/claim-taken-back',
    button: '貸出に戻す',
    fields: { voids: GIVEN, reason: reasonWords },
    said: () => done('貸出に戻しました', '返却期限は元のままです'),
  },
});

/** もう一度送る: once a wish. Without an address it becomes a call to be made (R2). */
export const mailAgain = verb('mailAgain', staffWebApi.mailAgain, {
  may: 'mailAgain',
  words: 'メールをもう一度送った',
  subject,
  carryOut: ({ patron }, { params, body: { reason: _, ...wish }, at }) =>
    patron.mailAgain({ params, body: { ...wish, at } }),
  form: {
    ...ofTimeline,
    path: '/timeline/:reservationId/mail',
    button: 'もう一度送る',
    fields: { kind: { label: 'メール', choices: mailWords }, reason: reasonWords },
    said: ({ told }) =>
      told === 'byMail'
        ? done('もう一度送ります', 'メールを送る時間に送ります')
        : done('電話で知らせます', 'メールの届くアドレスがありません。要確認に入れました'),
  },
});

const later = '少したってから、もう一度ご覧ください';

const words: Readonly<Record<Repaired | 'notYet', Pick<Said, 'tone' | 'text' | 'detail'>>> = {
  looksAgain: { tone: 'ok', text: '今の状態に合わせて進めます', detail: later },
  begunAnew: { tone: 'ok', text: '処理がなくなっていたので、今の状態から始め直しました', detail: later },
  ended: { tone: 'ok', text: 'この予約は終わっています', detail: '進めるものはありませんでした' },
  released: {
    tone: 'ok',
    text: '申込みの記録が失われていたので、予約をキャンセルしました',
    detail: '資料は次の方に回ります',
  },
  borrowerUnknown: {
    tone: 'ask',
    text: '申込みの記録が失われていて、誰に貸したかわかりません',
    detail: '要確認に入れました。返却されると終わります',
  },
  stuck: {
    tone: 'stop',
    text: '進められませんでした。処理が失敗し続けています',
    detail: '運用担当に知らせてください',
  },
  serviceFailed: {
    tone: 'stop',
    text: '進められませんでした。応答しないサービスがあります',
    detail: 'サービスが動いてから、もう一度押してください',
  },
  unknown: { tone: 'stop', text: 'この番号の予約はありません', detail: '' },
  notYet: { tone: 'ask', text: '受け付けましたが、まだ終わっていません', detail: later },
};

/** 今の状態に合わせて進める: what was really done, or why nothing was. */
function sayRepaired(did: Repaired | 'notYet'): Said {
  return { ...words[did], notes: [] };
}
