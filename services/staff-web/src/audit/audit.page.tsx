import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { wordsOfDeed } from '../words-of-deed.ts';
import type { DeedRow } from './audit-trail.ts';
import { outcomeWords, subjectWords } from './deed-words.ts';

/** 操作の記録: who did what and why, newest first. */
export function AuditPage(props: {
  frame: Frame;
  deeds: readonly DeedRow[];
  subject: string;
  nameOf: (code: string) => string;
}) {
  return (
    <StaffPage
      frame={props.frame}
      title="操作の記録"
      at="/audit"
      csv={`/lists/audit.csv?subject=${encodeURIComponent(props.subject)}`}
    >
      <h1>操作の記録</h1>
      <p>新しい順に200件までです。消したり変えたりはできません。</p>
      <form class="stack form" action="/audit">
        <div class="field">
          <label for="subject">何に（例：copy 1000000017、reservation と予約のID）</label>
          <input
            class="input"
            id="subject"
            name="subject"
            value={props.subject}
            autocomplete="off"
            maxLength={100}
          />
        </div>
        <button class="btn" type="submit">
          検索する
        </button>
      </form>
      <table class="table table--stack">
        <Heads of={['いつ', 'だれが', '何を', '何に', '結果', '理由']} />
        <tbody>
          {props.deeds.map((deed, at) => (
            <tr key={`${deed.at} ${at}`}>
              <td data-label="いつ">
                {new Date(deed.at).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })}
              </td>
              <td data-label="だれが">
                {deed.account}（{props.nameOf(deed.library)}
                {deed.role === 'prefecturalDesk' && deed.library !== 'pref' ? '　代行入力' : ''}）
              </td>
              <td data-label="何を">{wordsOfDeed(deed.action)}</td>
              <td data-label="何に" class="s-num">
                {subjectWords(deed.subject, props.nameOf)}
              </td>
              <td data-label="結果">{outcomeWords(deed.outcome)}</td>
              <td data-label="理由">
                {deed.reason ?? '－'}
                {deed.changed === null ? null : <small class="s-sub">{deed.changed}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </StaffPage>
  );
}
