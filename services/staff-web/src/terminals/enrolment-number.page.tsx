import type { staffWebApi } from '@toshobin/contracts';
import type { z } from 'zod';
import { clockOf } from '../pages/dates.ts';
import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';

/** The number that is read out on the telephone, shown once. */
export function EnrolmentNumberPage(props: {
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
      <WayAlone to="/terminals">端末の一覧へ</WayAlone>
    </TitledPage>
  );
}
