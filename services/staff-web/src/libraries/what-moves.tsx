import type { MovesOfPlans } from '@toshobin/contracts';
import type { ComponentChildren } from 'preact';
import type { DeedRow } from '../audit/audit-trail.ts';
import { dayAndClock, shortDate } from '../pages/dates.ts';
import { Part } from '../pages/frame.tsx';
import { Check } from '../pages/marks.tsx';
import { Way } from '../pages/press.tsx';

/** The copies on the pick list beside what is packed: they leave on the day for which they are packed. */
export interface WhatWouldMove extends Pick<MovesOfPlans, 'unmoved'> {
  moves: (Omit<MovesOfPlans['moves'][number], 'what'> & { what: keyof typeof things })[];
}
const things = {
  parcel: (count: number) => `小包 ${count}個`,
  copy: (count: number) => `梱包待ち ${count}点`,
  pick: (count: number) => `出庫待ち ${count}点`,
};

/** 変えると、こうなります: what is and would be, what moves of what has not left, and below it the form that makes it so. */
export function WhatMoves(props: {
  before: string;
  after: string;
  preview: WhatWouldMove;
  /** Where nothing is changed. */
  back: string;
  children: ComponentChildren;
}) {
  const { moves, unmoved } = props.preview;
  return (
    <Part class="s-panel" id="moves" title="変えると、こうなります">
      <Check icon="calendar">
        {props.before} → <b>{props.after}</b>
      </Check>
      {moves.length === 0 ? <p>今あるものの発送日は変わりません。</p> : null}
      <ul class="lines">
        {moves.map(({ what, before, after, count }) => (
          <li key={`${what} ${before} ${after}`}>
            {things[what](count)}　<s>{shortDate(before)}</s> → {shortDate(after)}
          </li>
        ))}
      </ul>
      <p>変わらないもの：{unmoved}件。発送したものの返却期限と、すでに知らせた期限は変わりません。</p>
      {props.children}
      <Way to={props.back} says="戻る" />
      <p class="small">後で元に戻せます。</p>
    </Part>
  );
}

/** これまでの変更, newest first, each with the way back to what was before. */
export function EarlierChanges(props: {
  deeds: readonly DeedRow[];
  wayBack: (deed: DeedRow) => { to: string; href: string } | undefined;
}) {
  return (
    <Part class="stack stack--s" id="before" title="これまでの変更">
      {props.deeds.length === 0 ? <p>ありません。</p> : null}
      <ul class="rows">
        {props.deeds.map((deed) => {
          const back = props.wayBack(deed);
          return (
            <li class="row cluster cluster--apart" key={deed.at}>
              <p>
                {dayAndClock(new Date(deed.at))}　{deed.account}　{deed.changed}
                <br />
                理由：{deed.reason ?? '－'}
              </p>
              {back ? <Way to={back.href} says={`${back.to}に戻す`} /> : null}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
