import type { shippingApi } from '@toshobin/contracts';
import type { DispatchCalendar } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import type { z } from 'zod';
import type { DeedRow } from '../audit/audit-trail.ts';
import { dayAndClock, shortDate } from '../pages/dates.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { changeDispatch, dispatchWords, readDispatchWords, weekdays } from './library-verbs.ts';

type Days = Pick<DispatchCalendar, 'weekdays' | 'cutOff'>;
type Preview = z.output<typeof shippingApi.dispatchPreview.answer>;

/** The address of this page with these days chosen. */
export function dispatchFormAt({ weekdays: days, cutOff }: Days): string {
  return `/dispatch-calendar?${new URLSearchParams([...days.map((day) => ['weekdays', String(day)]), ['cutOff', cutOff]])}`;
}

/** 発送日と締切: which days and until when; what that moves of what has not left; then, with a reason, it is so. */
export function DispatchFormPage(props: {
  frame: Frame;
  now: Days;
  /** What was chosen, or stands now. */
  chosen: Days;
  /** Something was typed that is no choice of days. */
  isWrong: boolean;
  /** None before anything was chosen, or while nobody can say. */
  preview: Preview | undefined;
  /** The changes before, newest first. */
  deeds: readonly DeedRow[];
}) {
  const { frame, chosen, preview, now } = props;
  const changes = dispatchWords(chosen) !== dispatchWords(now);
  return (
    <StaffPage frame={frame} title="発送日と締切" at="/libraries">
      <div class="s-title">
        <h1>発送日と締切</h1>
        <p>今の設定　{dispatchWords(now)}</p>
      </div>
      {props.isWrong ? (
        <Notice tone="stop">曜日を1つ以上選び、締切を「14:00」のように入れてください。</Notice>
      ) : null}
      <div class="s-split s-split--form">
        <form class="s-panel s-form" action="/dispatch-calendar">
          <h2>ゆうメールを発送する曜日と締切</h2>
          <fieldset class="field">
            <legend>曜日</legend>
            <div class="cluster">
              {weekdays.map((name, at) => (
                <label class="check" key={name}>
                  <input
                    type="checkbox"
                    name="weekdays"
                    value={at + 1}
                    checked={chosen.weekdays.includes(at + 1)}
                  />
                  <span>{name}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <p>
            <label class="label" for="cutOff">
              締切（この時刻までに梱包したものが、その日に出ます）
            </label>
            <input class="input" id="cutOff" name="cutOff" type="time" value={chosen.cutOff} required />
          </p>
          <button class={preview ? 'btn btn--second' : 'btn'} type="submit">
            変わるものを確かめる
          </button>
        </form>
        {preview && changes ? <WhatMoves {...props} preview={preview} /> : null}
      </div>
      <section class="stack stack--s" aria-labelledby="before">
        <h2 id="before">これまでの変更</h2>
        {props.deeds.length === 0 ? <p>ありません。</p> : null}
        <ul class="rows">
          {props.deeds.map((deed) => {
            const [before] = (deed.changed ?? '').replace(/^発送日と締切　/, '').split(' → ');
            const earlier = readDispatchWords(before ?? '');
            return (
              <li class="row cluster cluster--apart" key={deed.at}>
                <p>
                  {dayAndClock(new Date(deed.at))}　{deed.account}　{deed.changed}
                  <br />
                  理由：{deed.reason ?? '－'}
                </p>
                {earlier ? (
                  <a class="btn btn--second" href={dispatchFormAt(earlier)}>
                    {before}に戻す
                  </a>
                ) : null}
              </li>
            );
          })}
        </ul>
      </section>
    </StaffPage>
  );
}

function WhatMoves(props: { frame: Frame; now: Days; chosen: Days; preview: Preview }) {
  const { chosen, preview } = props;
  return (
    <section class="s-panel" aria-labelledby="moves">
      <h2 id="moves">変えると、こうなります</h2>
      <p class="s-check" data-tone="ask">
        <Icon name="calendar" />
        <span>
          {dispatchWords(props.now)} → <b>{dispatchWords(chosen)}</b>
        </span>
      </p>
      {preview.moves.length === 0 ? <p>今あるものの発送日は変わりません。</p> : null}
      <ul class="lines">
        {preview.moves.map(({ what, before, after, count }) => (
          <li key={`${what} ${before} ${after}`}>
            {what === 'parcel' ? `小包 ${count}個` : `梱包待ち ${count}点`}　<s>{shortDate(before)}</s> →{' '}
            {shortDate(after)}
          </li>
        ))}
      </ul>
      <p>変わらないもの：{preview.unmoved}件。発送したものの返却期限と、すでに知らせた期限は変わりません。</p>
      <VerbForm
        frame={props.frame}
        verb={changeDispatch}
        of={{ weekdays: [...chosen.weekdays], cutOff: chosen.cutOff }}
      />
      <a class="btn btn--second" href="/libraries">
        戻る
      </a>
      <p class="small">後で元に戻せます。</p>
    </section>
  );
}
