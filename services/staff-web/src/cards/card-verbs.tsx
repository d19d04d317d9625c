import { isBirthDate, type PatronId, staffWebApi } from '@toshobin/contracts';
import { allow, type Decision, dayOf, formatDateJa, type Instant } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb, verbOn } from '../verbs/mount-verb.ts';
import { LetterPage } from './letter.page.tsx';

const postcodeWords = { label: '郵便番号', wanted: '7桁の数字で入れてください（例：860-0000）。' };
const phoneWords = {
  ...({ label: '電話番号', type: 'tel' } as const),
  wanted: '市外局番から、数字で入れてください（例：012-345-6789）。',
};
const bornAmiss = { birthDate: '生年月日を確かめてください。今日より前の、120年以内の日を入れてください。' };

/** R1. An application that came on paper. */
export const enterCardApplication = verb('enterCardApplication', staffWebApi.enterCardApplication, {
  may: 'cards',
  words: '紙の申込みを入れた',
  subject: ({ body }) => `card application ${body.application.applicationId}`,
  amiss: ({ body: { application } }, today) => (isBirthDate(application.birthDate, today) ? {} : bornAmiss),
  carryOut: ({ patron }, { body, at }) => patron.applyForCard({ body: { ...body, channel: 'paper', at } }),
  form: {
    path: '/cards/applications',
    title: '紙の申込みを入れる',
    button: '申込みを受け付ける',
    fields: {
      application: {
        applicationId: GIVEN,
        name: 'お名前',
        nameReading: 'お名前（よみ）',
        birthDate: '生年月日',
        postcode: postcodeWords,
        address: '住所',
        phone: phoneWords,
        email: {
          ...({ label: 'メールアドレス', type: 'email' } as const),
          wanted: 'メールアドレスの形を確かめてください。',
        },
      },
    },
    kept: '貸出カードの申込み',
    said: ({ applicationNumber }) => done(`申込みを受け付けました　受付番号 ${applicationNumber}`),
    page: '/cards',
  },
});

/** R1. The identity was checked; what is declined needs a reason, which the mail names, where there is an address for one. */
export const checkCardApplication = verb('checkCardApplication', staffWebApi.checkCardApplication, {
  may: 'cards',
  words: '申込みを確かめた',
  subject: ({ params }) => `card application ${params.applicationId}`,
  changed: ({ body }) => (body.approved ? '確認待ち → 発行' : '確認待ち → お断り'),
  carryOut: ({ patron }, { params, body, at, by }) =>
    patron.checkCardApplication({ params, body: { ...body, at, by } }),
  form: {
    path: '/cards/applications/:applicationId/check',
    button: ({ approved }) => (approved ? '発行する' : 'お断りする'),
    fields: {
      approved: GIVEN,
      reason: { label: '理由（メールの登録があれば、メールに入ります）', required: true },
    },
    kept: '貸出カードの申込み',
    said: ({ applicationNumber: number }, { body }) => {
      const whose = number === undefined ? '' : `受付番号 ${number}`;
      if (body.approved) return done('発行します', whose);
      const notes = ['メールの登録がない方には、封書かお電話でお知らせください。'];
      return { ...done('お断りしました', whose), notes };
    },
    page: '/cards',
  },
});

/** Whose card it is, for the record of what was done: a card's number is never written there. */
async function patronOf(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  { body, at }: { body: { cardNumber: string }; at: Instant },
): Promise<Decision<PatronId>> {
  const found = await patron.findByCard({ body: { cardNumber: body.cardNumber, at } });
  return found.ok ? allow(found.value.patronId) : found;
}

/** What is done to the card of the person in hand. */
const toCard = {
  may: 'cards',
  find: patronOf,
  subject: (_asked: unknown, patronId: string | undefined) => (patronId ? `patron ${patronId}` : 'card'),
} as const;
/** The form of such a verb, which rests on that person. */
const ofCard = { kept: false, page: '/phone' } as const;

/** Lost or worn: a new number that works at once. */
export const replaceCard = verbOn('replaceCard', staffWebApi.replaceCard, {
  ...toCard,
  words: 'カードの再発行',
  carryOut: ({ patron }, { body, at, by }) => patron.replaceCard({ body: { ...body, at, by } }),
  form: {
    ...ofCard,
    title: '紛失・破損（再発行）',
    button: '新しい番号にする',
    fields: { reason: reasonWords },
    once: staffWebApi.replaceCard.answer,
    said: '新しいカード番号にしました',
    after: ({ desk, now }, sessionId, { cardNumber }) => desk.takeCall(sessionId, cardNumber, now()),
  },
});

export const suspendCard = verbOn('suspendCard', staffWebApi.suspendCard, {
  ...toCard,
  words: '利用停止・解除',
  changed: ({ body }) => (body.suspended ? '使えます → 利用停止' : '利用停止 → 使えます'),
  carryOut: ({ patron }, { body, at, by }) => patron.suspendCard({ body: { ...body, at, by } }),
  form: {
    ...ofCard,
    title: ({ suspended }) => (suspended ? '利用停止' : '利用停止の解除'),
    button: ({ suspended }) => (suspended ? '利用停止にする' : '利用停止を解く'),
    fields: { suspended: GIVEN, reason: reasonWords },
    said: ({ suspended }) => done(suspended ? '利用停止にしました' : '利用停止を解きました'),
  },
});

/** Whoever gives up their card is forgotten; it is not to be undone, and asked for twice. */
export const endRegistration = verbOn('endRegistration', staffWebApi.endRegistration, {
  ...toCard,
  words: '利用登録の消去',
  amiss: ({ body }) => (body.sure ? {} : { sure: '消してよいときは、印を付けてください。' }),
  carryOut: ({ patron }, { body: { cardNumber, reason }, at, by }) =>
    patron.endRegistration({ body: { cardNumber, reason, at, by } }),
  form: {
    ...ofCard,
    title: '利用をやめる方（登録を消す）',
    button: '登録をすべて消す',
    fields: {
      reason: reasonWords,
      sure: 'お名前、住所、パスワード、履歴など、すべて消します。元に戻せません',
    },
    said: () => ({ ...done('利用登録を消しました'), notes: ['カードは受け取って、処分してください。'] }),
    after: ({ desk }, sessionId) => desk.endCall(sessionId),
  },
});

/** What was written down wrong of a person, or is otherwise since they have moved. */
export const correctPerson = verbOn('correctPerson', staffWebApi.correctPerson, {
  ...toCard,
  words: 'お名前・住所などの訂正',
  amiss: ({ body: { birthDate, cardNumber: _, reason: _why, ...others } }, today) => {
    if (birthDate !== undefined) return isBirthDate(birthDate, today) ? {} : bornAmiss;
    const some = Object.values(others).some((right) => right !== undefined);
    return some ? {} : { name: '直すものを入れてください。' };
  },
  carryOut: ({ patron }, { body, at, by }) => patron.correctPerson({ body: { ...body, at, by } }),
  form: {
    ...ofCard,
    title: 'お名前・住所などの訂正',
    button: '訂正する',
    fields: {
      name: { label: 'お名前', hint: '変わらないものは、空のままにします。' },
      nameReading: 'お名前（よみ）',
      birthDate: { label: '生年月日', hint: 'はじめのパスワードは変わりません（前の生年月日のままです）。' },
      postcode: postcodeWords,
      address: '住所',
      phone: phoneWords,
      reason: reasonWords,
    },
    said: 'お名前・住所などを直しました',
  },
});

/** A new last day: of the card in hand, or of one on the list of those who asked. */
export const renewCard = verbOn('renewCard', staffWebApi.renewCard, {
  ...toCard,
  words: 'カードの更新',
  carryOut: ({ patron }, { body, at, by }) => patron.renewCard({ body: { ...body, at, by } }),
  form: {
    ...ofCard,
    title: '有効期限の更新',
    button: '更新する',
    fields: { expiresOn: '新しい有効期限' },
    said: '有効期限を更新しました',
    page: (_asked, _renewed, { cardNumber }) => (cardNumber === undefined ? '/phone' : '/cards'),
  },
});

/** R14. The caller was checked: one library may hand out today without the card, by the code. */
export const releaseWithoutCard = verbOn('releaseWithoutCard', staffWebApi.releaseWithoutCard, {
  ...toCard,
  words: 'カードなしの引渡しを認めた',
  carryOut: ({ patron }, { body, at, by }) => patron.releaseWithoutCard({ body: { ...body, at, by } }),
  form: {
    ...ofCard,
    path: '/cards/release',
    title: 'カードを忘れた方（今日1回だけ）',
    button: 'カードなしの引渡しを認める',
    fields: { library: 'お渡しする館', reason: reasonWords },
    once: staffWebApi.releaseWithoutCard.answer,
    said: '',
    draws: ({ code, validUntil }, { body, nameOf }) => (
      <CodePage
        title="カードなしの引渡し"
        code={code}
        until={formatDateJa(dayOf(validUntil))}
        use={`${nameOf(body.library)}に電話で伝えます。カードの代わりに入れると、1回お渡しできます。`}
      />
    ),
  },
});

/** Locked out without mail: a one-time code for a sealed letter. */
export const issueLetterCode = verbOn('issueLetterCode', staffWebApi.issueLetterCode, {
  ...toCard,
  words: '封書の番号',
  carryOut: ({ patron }, { body: { reason }, found, at, by }) =>
    patron.issueLetterCode({
      params: { patronId: found },
      body: { reason, at, by },
    }),
  form: {
    ...ofCard,
    path: '/cards/letter',
    title: 'ログインできず、メールも届かない方',
    button: '封書の番号を出す',
    fields: { reason: reasonWords },
    once: staffWebApi.issueLetterCode.answer,
    said: '',
    draws: (letter, { body }) => <LetterPage letter={letter} cardNumber={body.cardNumber} />,
  },
});

/** A code that is shown once: it is said on the telephone, or written into a sealed letter. */
function CodePage(props: { title: string; code: string; until: string; use: string }) {
  return (
    <TitledPage title={props.title} at="/phone" narrow>
      <p class="s-num">
        <b id="code">{props.code}</b>
      </p>
      <p>
        {props.until}まで。{props.use}
      </p>
      <p>この番号は、もう一度は表示できません。</p>
      <WayAlone to="/phone" />
    </TitledPage>
  );
}
