import { staffWebApi } from '@toshobin/contracts';
import { allow, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { reasonWords } from '../pages/act-form.tsx';
import { clockOf } from '../pages/dates.ts';
import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';
import { done } from '../scans/say.ts';
import { verb } from '../verbs/mount-verb.ts';

/** A number for one terminal of a pickup library, drawn at once: nobody can ask for it later. */
export const makeEnrolmentNumber = verb('makeEnrolmentNumber', staffWebApi.makeEnrolmentNumber, {
  may: 'terminals',
  words: '端末の登録の番号を出した',
  subject: ({ body }) => `library ${body.library}`,
  async carryOut({ libraries, terminals, now }, { body: { library, name }, by }) {
    const isPickup = library !== by.library && (await libraries.all()).some(({ code }) => code === library);
    if (!isPickup) return refuse('PICKUP_LIBRARY_UNKNOWN');
    const made = await terminals.makeNumber({ library, name, madeBy: by.account, at: now() });
    return allow({ number: made.number, validUntil: instantFromDate(made.validUntil) });
  },
  form: {
    title: '端末を登録する',
    button: '登録の番号を出す',
    fields: { library: '館', name: '端末の名前（例：カウンターのスマートフォン）' },
    kept: '端末の登録',
    once: staffWebApi.makeEnrolmentNumber.answer,
    said: '',
    page: '/terminals',
    draws: (made, { body, nameOf, publicUrl }) => (
      <EnrolmentNumberPage
        made={made}
        library={nameOf(body.library)}
        name={body.name}
        publicUrl={publicUrl}
      />
    ),
  },
});

/** From now on nobody signs in there. */
export const revokeTerminal = verb('revokeTerminal', staffWebApi.revokeTerminal, {
  may: 'terminals',
  words: '端末の登録の取り消し',
  subject: ({ params }) => `terminal ${params.terminalId}`,
  carryOut: async ({ terminals, now }, { params }) =>
    (await terminals.revoke(params.terminalId, now())) ? allow(params) : refuse('NOT_FOUND'),
  form: {
    button: '登録を取り消す',
    fields: { reason: reasonWords },
    kept: '端末の登録',
    said: () => done('登録を取り消しました', 'その端末では、すぐに使えなくなります'),
    page: '/terminals',
  },
});

/** The number that is read out on the telephone, shown once. */
function EnrolmentNumberPage(props: {
  made: z.output<typeof staffWebApi.makeEnrolmentNumber.answer>;
  library: string;
  name: string;
  publicUrl: string;
}) {
  return (
    <TitledPage title="端末の登録の番号" at="/terminals" narrow>
      <p>
        {props.library}　{props.name}
      </p>
      <p class="s-secret" id="code">
        {props.made.number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}
      </p>
      <p>
        {clockOf(props.made.validUntil)}までに、その端末で {new URL('/enrol-terminal', props.publicUrl).href}{' '}
        を開き、この番号を入れてもらいます。1回だけ使えます。電話では4けたずつ伝えます。
      </p>
      <p>この番号は、もう一度は表示できません。</p>
      <WayAlone to="/terminals" says="端末の一覧へ" />
    </TitledPage>
  );
}
