import { epochMs, type Instant } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import { shortMoment } from '../pages/dates.ts';
import { Part } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import type { AgreementCheck } from './kept-check.ts';

/** A night was left out. */
const OLD_MS = 36 * 3_600_000;

/** What the last check of everything found: when, what contradicts what, and what mends it. */
export function CheckSection({ check, now }: { check: AgreementCheck | undefined; now: Instant }) {
  return (
    <Part
      class="stack stack--s"
      id="agreement"
      title={`記録の食い違い　${check?.found ?? '－'}${check ? '件' : ''}`}
    >
      {check === undefined ? (
        <Notice tone="wait">まだ調べていません。夜の突き合わせ（audit --keep）の結果がここに出ます。</Notice>
      ) : (
        <>
          <p>
            {shortMoment(check.checkedAt)} に、予約{check.reservations}
            件を突き合わせました。
          </p>
          {epochMs(now) - epochMs(check.checkedAt) > OLD_MS ? (
            <Notice tone="wait">1日半より前の結果です。夜の突き合わせが動いていません。</Notice>
          ) : null}
          {check.found > check.findings.length ? (
            <p>はじめの{check.findings.length}件を出しています。</p>
          ) : null}
          <ul class="s-tasks">
            {check.findings.map(({ title, next, of, reservationId }) => (
              <li key={`${title} ${of}`} class="s-task" data-tone="stop">
                <span class="s-task__icon">
                  <Icon name="stop" />
                </span>
                <div>
                  <h3>{title}</h3>
                  <p class="s-task__why">
                    <span class="s-num">{of}</span>
                    <br />
                    <b>次にすること：</b>
                    {next}
                  </p>
                </div>
                {reservationId ? (
                  <div class="actions">
                    <Way to={`/timeline/${reservationId}`} says="経過を見る" />
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}
