import type { Library } from '@toshobin/contracts';
import { type ClosingDays, closingDaysOf, monthlyDayIn } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { DeedRow } from '../audit/audit-trail.ts';
import { Choice, Entry, Tick } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import {
  asTyped,
  closingDaysBefore,
  closingDaysWords,
  monthlyChoices,
  monthlyOtherwiseWords,
  weeklyOnHolidayWords,
} from './closing-days.ts';
import { changeLibrary } from './library-verbs.ts';
import { placeFields } from './places.ts';
import { WeekdayChecks } from './weekday-checks.tsx';
import { EarlierChanges, WhatMoves, type WhatWouldMove } from './what-moves.tsx';

/** What was typed for the days of each year, and what is to be mended in it. */
interface YearlyTyped {
  typed: string;
  fault: string;
}

const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
const monthly = [
  { value: '', label: 'なし' },
  ...monthlyChoices.map((value) => ({ value, label: monthlyDayIn('ja', value) })),
];

/** The first step: which days; nothing is changed by it. */
export function ClosingDaysForm(props: {
  library: Library;
  chosen: ClosingDays;
  yearly?: YearlyTyped | undefined;
}) {
  const { library, chosen, yearly } = props;
  return (
    <form class="card stack form" action={`/libraries/${library.code}/closing-days`}>
      <h2>休館日</h2>
      <WeekdayChecks legend="休館する曜日" name="closedWeekdays" chosen={chosen.closedWeekdays}>
        <Tick name="closedOnHolidays" value="yes" checked={chosen.closedOnHolidays} says="祝日" />
      </WeekdayChecks>
      <Choice
        label="休館する曜日と祝日が重なるとき"
        id="weeklyOnHoliday"
        of={optionsOf(weeklyOnHolidayWords)}
        chosen={chosen.weeklyOnHoliday}
      />
      {[0, 1].map((at) => (
        <Choice
          key={at}
          label={at === 0 ? '毎月の休館日' : '毎月の休館日（もう1日あるとき）'}
          id={`monthlyDays-${at}`}
          name="monthlyDays"
          of={monthly}
          chosen={chosen.monthlyDays[at] ?? ''}
        />
      ))}
      <Choice
        label="毎月の休館日が休みの日と重なるとき"
        id="monthlyOtherwise"
        hint="休みの日は、祝日と休館日です。末日と日付では、土曜日と日曜日も休みの日です。"
        of={optionsOf(monthlyOtherwiseWords)}
        chosen={chosen.monthlyOtherwise}
      />
      <Entry
        label="毎年の休館日"
        id="yearlyDays"
        hint="例　12/28-1/4　いくつもあるときは「、」で区切ります。"
        value={yearly?.typed ?? asTyped(chosen.yearlyDays)}
        fault={yearly?.fault}
        maxlength={80}
      />
      <Submit look="second" says="変わるものを確かめる" />
    </form>
  );
}

/** The second: what that moves of what has not left; then, with a reason, it is so. */
export function ClosingDaysPage(props: {
  library: Library;
  chosen: ClosingDays;
  yearly: YearlyTyped | undefined;
  isWrong: boolean;
  preview: WhatWouldMove | undefined;
  /** The changes before, newest first. */
  deeds: readonly DeedRow[];
}) {
  const { library, chosen, yearly, preview } = props;
  const { code, name } = library;
  const now = closingDaysOf(library.calendar);
  const [before, after] = [closingDaysWords(now), closingDaysWords(chosen)];
  return (
    <TitledPage
      title={`${name}の休館日`}
      at="/libraries"
      heading={`休館日　${name}`}
      beside={`今の設定　${before}`}
    >
      {props.isWrong && !yearly ? <Notice tone="stop">開館する日を残してください。</Notice> : null}
      <div class="s-split s-split--form">
        <ClosingDaysForm library={library} chosen={chosen} yearly={yearly} />
        {preview && before !== after ? (
          <WhatMoves before={before} after={after} preview={preview} back={`/libraries/${code}`}>
            <VerbForm
              verb={changeLibrary}
              of={{ library: code, ...chosen }}
              leaveOut={['phone', 'arrival', ...placeFields]}
              row="closing-days"
            />
          </WhatMoves>
        ) : null}
      </div>
      <EarlierChanges
        deeds={props.deeds}
        wayBack={({ changed }) => {
          const earlier = closingDaysBefore(changed ?? '', now);
          return (
            earlier && {
              to: closingDaysWords(earlier),
              href: `/libraries/${code}/closing-days?${queryOf(earlier)}`,
            }
          );
        }}
      />
    </TitledPage>
  );
}

/** The form of the first step, filled in so; it has one field at least, since without any it asks for what is now. */
function queryOf({ closedWeekdays, closedOnHolidays, ...rules }: ClosingDays): URLSearchParams {
  return new URLSearchParams([
    ...closedWeekdays.map((day) => ['closedWeekdays', String(day)]),
    ...(closedOnHolidays ? [['closedOnHolidays', 'yes']] : []),
    ['weeklyOnHoliday', rules.weeklyOnHoliday],
    ...rules.monthlyDays.map((day) => ['monthlyDays', day]),
    ['monthlyOtherwise', rules.monthlyOtherwise],
    ['yearlyDays', asTyped(rules.yearlyDays)],
  ]);
}
