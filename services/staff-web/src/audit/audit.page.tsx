import { CopyOrNumber } from '../pages/copy-named.tsx';
import { Entry } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import type { DeedShown, DeedsTyped } from './deeds-shown.ts';

/** 操作の記録: who did what and why, newest first. */
export function AuditPage(props: {
  deeds: readonly DeedShown[];
  typed: DeedsTyped;
  /** The row before which there are older ones. */
  further?: string | undefined;
  /** Nobody has the card that was read. */
  noSuchCard?: boolean;
}) {
  const { typed } = props;
  return (
    <TitledPage title="操作の記録" at="/audit" csv={pageWith('/lists/audit.csv', { ...typed })}>
      <p>
        新しい順に200件ずつ表示します。消したり変えたりはできません。貸出や予約の番号だけは、8週間で消えます。
      </p>
      <Post to="/audit" class="stack form">
        <Entry
          label="何に（番号を読み取るか、例のように入れます：予約番号 123456、館 uto）"
          id="subject"
          value={typed.subject}
          autocomplete="off"
          maxLength={100}
        />
        <details class="fold" open={[typed.account, typed.from, typed.until].some(Boolean)}>
          <summary>アカウントと日でしぼる</summary>
          <div class="fold-body stack">
            <Entry
              label="だれが（アカウント）"
              id="account"
              value={typed.account}
              autocomplete="off"
              maxLength={64}
            />
            <Entry label="はじめの日" id="from" type="date" value={typed.from} />
            <Entry label="終わりの日（この日まで）" id="until" type="date" value={typed.until} />
          </div>
        </details>
        <Submit says="検索する" />
      </Post>
      {props.deeds.length === 0 ? (
        <p>
          {props.noSuchCard ? 'そのカードが見つかりません。' : '記録はありません。'}
          捜せるのは、資料、小包、予約、貸出カードの番号と、「館
          uto」のようなことばです。カードでは、カードの手続きの記録が出ます。予約や貸出の記録には、だれのものかがないので、出ません。
        </p>
      ) : null}
      <Table class="table table--stack s-deeds" of={['いつ', 'だれが', '何を', '何に', '結果', '理由']}>
        {props.deeds.map((deed, at) => (
          <tr key={`${deed.at} ${at}`}>
            <td data-label="いつ">{new Date(deed.at).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })}</td>
            <td data-label="だれが">
              {deed.account}（{deed.where}
              {deed.role === 'prefecturalDesk' && deed.library !== 'pref' ? '　代行入力' : ''}）
            </td>
            <td data-label="何を">{deed.did}</td>
            <td data-label="何に" class="s-num">
              <div>{deed.copy ? <CopyOrNumber barcode={deed.copy} /> : <ToWhat {...deed} />}</div>
            </td>
            <td data-label="結果">
              {deed.outcome === 'done' ? <span class="nowrap">{deed.ended}</span> : deed.ended}
            </td>
            <td data-label="理由">
              <div>
                {deed.reason ?? '－'}
                {deed.changed === null ? null : <small class="s-sub">{deed.changed}</small>}
              </div>
            </td>
          </tr>
        ))}
      </Table>
      {props.further === undefined ? null : (
        <p class="no-print">
          <Way look="quiet" to={pageWith('/audit', { ...typed, before: props.further })} says="さらに前" />
        </p>
      )}
    </TitledPage>
  );
}

/** What is said of many alike leads to what else was done to the same one. */
function ToWhat({ toWhat, oneOfMany, subject }: DeedShown) {
  return oneOfMany ? <a href={pageWith('/audit', { subject })}>{toWhat}</a> : toWhat;
}
