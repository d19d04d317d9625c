import type { Library } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import type { DeedRow } from '../audit/audit-trail.ts';
import { Tick } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { changeLibrary, closedWords, readClosedWords } from './library-verbs.ts';
import { placeFields } from './places.ts';
import { WeekdayChecks } from './weekday-checks.tsx';
import { EarlierChanges, WhatMoves, type WhatWouldMove } from './what-moves.tsx';

/** R17. When a library closes every week, and whether on holidays. */
export interface ClosingDays {
  closedWeekdays: readonly number[];
  closedOnHolidays: boolean;
}

export function closingDaysOf({ calendar }: Library): ClosingDays {
  return { closedWeekdays: calendar.closedWeekdays, closedOnHolidays: calendar.closedDates.length > 0 };
}

/** 月・祝日, and なし for none. */
export function closingDaysWords({ closedWeekdays, closedOnHolidays }: ClosingDays): string {
  if (!closedOnHolidays) return closedWords(closedWeekdays);
  return closedWeekdays.length === 0 ? '祝日' : `${closedWords(closedWeekdays)}・祝日`;
}

/** The first step: which days; nothing is changed by it. */
export function ClosingDaysForm({ library, chosen }: { library: Library; chosen: ClosingDays }) {
  return (
    <form class="card stack form" action={`/libraries/${library.code}/closing-days`}>
      <h2>毎週の休館日</h2>
      <WeekdayChecks legend="休館する曜日" name="closedWeekdays" chosen={chosen.closedWeekdays}>
        <Tick name="closedOnHolidays" value="yes" checked={chosen.closedOnHolidays} says="祝日" />
      </WeekdayChecks>
      <Submit look="second" says="変わるものを確かめる" />
    </form>
  );
}

/** The second: what that moves of what has not left; then, with a reason, it is so. */
export function ClosingDaysPage(props: {
  library: Library;
  chosen: ClosingDays;
  isWrong: boolean;
  preview: WhatWouldMove | undefined;
  /** The changes before, newest first. */
  deeds: readonly DeedRow[];
}) {
  const { library, chosen, preview } = props;
  const { code, name } = library;
  const [before, after] = [closingDaysWords(closingDaysOf(library)), closingDaysWords(chosen)];
  return (
    <TitledPage
      title={`${name}の休館日`}
      at="/libraries"
      heading={`毎週の休館日　${name}`}
      beside={`今の設定　${before}`}
    >
      {props.isWrong ? <Notice tone="stop">開館する曜日を1つ以上残してください。</Notice> : null}
      <div class="s-split s-split--form">
        <ClosingDaysForm library={library} chosen={chosen} />
        {preview && before !== after ? (
          <WhatMoves before={before} after={after} preview={preview} back={`/libraries/${code}`}>
            <VerbForm
              verb={changeLibrary}
              of={{ library: code, ...chosen, closedWeekdays: [...chosen.closedWeekdays] }}
              leaveOut={['phone', 'arrival', ...placeFields]}
              row="closing-days"
            />
          </WhatMoves>
        ) : null}
      </div>
      <EarlierChanges
        deeds={props.deeds}
        wayBack={({ changed }) => {
          const earlier = daysBefore(changed ?? '', closingDaysOf(library));
          const query = earlier.closedWeekdays.map((day) => ['closedWeekdays', String(day)]);
          if (earlier.closedOnHolidays) query.push(['closedOnHolidays', 'yes']);
          return {
            to: closingDaysWords(earlier),
            href: `/libraries/${code}/closing-days?${new URLSearchParams(query)}`,
          };
        }}
      />
    </TitledPage>
  );
}

/** The days before that change; what it did not change is as it is now. */
function daysBefore(changed: string, now: ClosingDays): ClosingDays {
  const weekdaysBefore = /休館する曜日　(\S+) →/.exec(changed)?.[1];
  const holidaysBefore = /祝日　(\S+) →/.exec(changed)?.[1];
  return {
    closedWeekdays:
      (weekdaysBefore === undefined ? undefined : readClosedWords(weekdaysBefore)) ?? now.closedWeekdays,
    closedOnHolidays: holidaysBefore === undefined ? now.closedOnHolidays : holidaysBefore === '休館',
  };
}
