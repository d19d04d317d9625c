import { Notice } from '@toshobin/web';
import { reasonWords } from '../pages/act-form.tsx';
import { shortDate } from '../pages/dates.ts';
import { Entry, FaultAt, faultOf, Tick } from '../pages/entry.tsx';
import { Part, TitledPage } from '../pages/frame.tsx';
import { numbers, Table } from '../pages/heads.tsx';
import { Check } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way, WayAlone } from '../pages/press.tsx';
import type { Closure } from './entered-together.ts';

/** A closure that would be taken back; what is not known stays undefined while its service is away. */
interface TakenBack {
  closureId: string;
  name: string;
  /** How many dates it has moved. */
  moved: number | undefined;
  parcels: { earlier: number; inTransit: number; waiting: number } | undefined;
}

/** 休館の取りやめ for several libraries: what each of them moves; then, with one reason, all that are chosen are taken back. */
export function TakeBackTogetherPage(props: {
  /** One of them. */
  closure: Closure;
  takenBack: readonly TakenBack[];
  chosen: ReadonlySet<string>;
  reason: string;
  /** What is to be mended, by field. */
  faults: Readonly<Record<string, string>>;
}) {
  const { closure, takenBack, faults } = props;
  return (
    <TitledPage title="休館の取りやめ" at="/libraries" beside="取りやめる前に確かめます">
      {Object.keys(faults).length > 0 ? (
        <Notice tone="stop">入力を確かめてください。まだ取りやめていません。</Notice>
      ) : null}
      <Part class="s-panel" id="moves" title="取りやめると、こう変わります">
        <Check icon="calendar">
          {takenBack.length}館　{shortDate(closure.from)}〜{shortDate(closure.until)}休館　{closure.reason}
        </Check>
        {takenBack.length === 0 ? (
          <>
            <p>どの館も、もう取りやめてあります。</p>
            <WayAlone to="/libraries" />
          </>
        ) : (
          <TakeBack {...props} />
        )}
      </Part>
    </TitledPage>
  );
}

function TakeBack({
  closure,
  takenBack,
  chosen,
  reason,
  faults,
}: Parameters<typeof TakeBackTogetherPage>[0]) {
  const moved = takenBack.reduce((sum, one) => sum + (one.moved ?? 0), 0);
  const isCounted = takenBack.every((one) => one.moved !== undefined);
  return (
    <Post to={`/closures/${closure.closureId}/together`} once class="stack">
      <Table
        class="s-table"
        scrolls
        of={['館', ...numbers('動いた期限', '早く発送する小包', '配送中', '梱包待ち')]}
      >
        {takenBack.map(({ closureId, name, ...moves }) => (
          <tr key={closureId}>
            <th scope="row">
              <Tick
                name="closureId"
                value={closureId}
                checked={chosen.has(closureId)}
                {...faultOf('closureId', faults.closureId)}
                says={name}
              />
            </th>
            <td class="n">{moves.moved ?? '－'}</td>
            <td class="n">{moves.parcels?.earlier ?? '－'}</td>
            <td class="n">{moves.parcels?.inTransit ?? '－'}</td>
            <td class="n">{moves.parcels?.waiting ?? '－'}</td>
          </tr>
        ))}
      </Table>
      <FaultAt id="closureId" fault={faults.closureId} />
      <p>
        {isCounted ? `動いた期限は、合わせて${moved}件です。` : '動いた期限を、ただいま数えられません。'}
        まだ知らせていない期限は元に戻ります。<b>すでにメールで知らせた期限は変わりません。</b>
      </p>
      <Entry
        label={reasonWords}
        id="reason"
        value={reason}
        fault={faults.reason}
        autocomplete="off"
        required
        maxLength={200}
      />
      <div class="cluster">
        <Submit look="l" says="選んだ館の休館を取りやめる" />
        <Way to="/libraries" says="戻る" />
      </div>
      <p class="small">チェックを外した館は、休館のままです。</p>
    </Post>
  );
}
