import type { DispatchCalendar } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { DeedRow } from '../audit/audit-trail.ts';
import { Entry } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { closedWords } from './closing-days.ts';
import { changeDispatch, dispatchWords, readDispatchWords } from './library-verbs.ts';
import { WeekdayChecks } from './weekday-checks.tsx';
import { EarlierChanges, WhatMoves, type WhatWouldMove } from './what-moves.tsx';

type Days = Pick<DispatchCalendar, 'weekdays' | 'cutOff'>;

function dispatchFormAt({ weekdays: days, cutOff }: Days): string {
  return `/dispatch-calendar?${new URLSearchParams([...days.map((day) => ['weekdays', String(day)]), ['cutOff', cutOff]])}`;
}

/** 発送日と締切: which days and until when; what that moves of what has not left; then, with a reason, it is so. */
export function DispatchFormPage(props: {
  now: Days;
  /** What was chosen, or stands now. */
  chosen: Days;
  /** Something was typed that is no choice of days. */
  isWrong: boolean;
  /** None before anything was chosen, or while nobody can say. */
  preview: WhatWouldMove | undefined;
  /** The changes before, newest first. */
  deeds: readonly DeedRow[];
  /** The days of the week on which the prefectural library is closed. */
  closedWeekdays: readonly number[];
}) {
  const { chosen, preview, now } = props;
  const closed = chosen.weekdays.filter((day) => props.closedWeekdays.includes(day));
  const changes = dispatchWords(chosen) !== dispatchWords(now);
  return (
    <TitledPage title="発送日と締切" at="/libraries" beside={`今の設定　${dispatchWords(now)}`}>
      {props.isWrong ? (
        <Notice tone="stop">曜日を1つ以上選び、締切を「14:00」のように入れてください。</Notice>
      ) : null}
      <div class="s-split s-split--form">
        <form class="s-panel s-form" action="/dispatch-calendar">
          <h2>ゆうメールを発送する曜日と締切</h2>
          <WeekdayChecks legend="曜日" name="weekdays" chosen={chosen.weekdays} />
          <Entry
            label="締切（この時刻までに梱包したものが、その日に出ます）"
            id="cutOff"
            type="time"
            value={chosen.cutOff}
            required
          />
          <Submit look={preview ? 'second' : undefined} says="変わるものを確かめる" />
        </form>
        {preview && changes ? (
          <WhatMoves
            before={dispatchWords(now)}
            after={dispatchWords(chosen)}
            preview={preview}
            back="/libraries"
          >
            {closed.length > 0 ? (
              <Notice tone="wait">
                {closedWords(closed)}曜日は県立図書館の休館日です。発送できるかを確かめてください。
              </Notice>
            ) : null}
            <VerbForm verb={changeDispatch} of={{ weekdays: [...chosen.weekdays], cutOff: chosen.cutOff }} />
          </WhatMoves>
        ) : null}
      </div>
      <EarlierChanges
        deeds={props.deeds}
        wayBack={({ changed }) => {
          const [to = ''] = (changed ?? '').replace(/^発送日と締切　/, '').split(' → ');
          const earlier = readDispatchWords(to);
          return earlier && { to, href: dispatchFormAt(earlier) };
        }}
      />
    </TitledPage>
  );
}
