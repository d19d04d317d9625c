import { epochMs, type Instant } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { clockOf, shortMoment } from '../pages/dates.ts';
import { Part } from '../pages/frame.tsx';
import type { LastBackup } from './kept-backup.ts';

/** From then on the alert BackupOld is about to fire, too (infra/production/watching/alerts.yml). */
const OLD_HOURS = 26;

/** The last whole backup: when, how large, and whether a night was left out. */
export function BackupSection({ backup, now }: { backup: LastBackup | undefined; now: Instant }) {
  return (
    <Part class="stack stack--s" id="backup" title="バックアップ">
      {backup === undefined ? (
        <Notice tone="wait">まだ取っていません。夜のバックアップ（night.sh）の結果がここに出ます。</Notice>
      ) : (
        <>
          <p>
            最後のバックアップ：{shortMoment(backup.begunAt)}〜{clockOf(backup.endedAt)}（
            {(backup.bytes / 1e6).toFixed(1)} MB）
          </p>
          {epochMs(now) - epochMs(backup.begunAt) > OLD_HOURS * 3_600_000 ? (
            <Notice tone="stop">
              {OLD_HOURS}
              時間より前のものです。手順書（docs/runbook.md）の「BackupOld」のとおりに取ってください。
            </Notice>
          ) : null}
        </>
      )}
    </Part>
  );
}
